// Sorts a table in the page. Without this, its headings are links that the server answers with the rows in order;
// with it they become buttons, the order is announced, and the address keeps the sort so that it can be shared.

// A cell says its value where its words are not it.
const value = (row, index) => row.cells[index].dataset.value ?? row.cells[index].textContent.trim()

export function sorted (rows, index, numeric, down) {
  const known = rows.filter((row) => value(row, index) !== '')
  const missing = rows.filter((row) => value(row, index) === '')
  const collator = new Intl.Collator('en-GB', { sensitivity: 'base' })
  known.sort((a, b) => numeric ? value(a, index) - value(b, index) : collator.compare(value(a, index), value(b, index)))
  return [...(down ? known.reverse() : known), ...missing]
}

export function start (table) {
  const headings = [...table.tHead.rows[0].cells]
  const says = document.createElement('p')
  says.className = 'govuk-visually-hidden'
  says.setAttribute('role', 'status')
  table.parentElement.after(says)

  headings.forEach((heading, index) => {
    const link = heading.querySelector('a.wmp-sort')
    if (!link) return
    const button = document.createElement('button')
    button.type = 'button'
    button.className = link.className
    button.textContent = link.textContent
    link.replaceWith(button)
    const numeric = heading.classList.contains('govuk-table__header--numeric')
    button.addEventListener('click', () => {
      const now = heading.getAttribute('aria-sort')
      const down = now === 'none' ? numeric : now === 'ascending'
      table.tBodies[0].append(...sorted([...table.tBodies[0].rows], index, numeric, down))
      for (const other of headings) if (other.hasAttribute('aria-sort')) other.setAttribute('aria-sort', 'none')
      const direction = down ? 'descending' : 'ascending'
      heading.setAttribute('aria-sort', direction)
      says.textContent = table.dataset.says
        .replace('%(column)s', button.textContent).replace('%(direction)s', table.dataset[direction])
      const address = new URL(location)
      address.searchParams.set('sort', (down ? '-' : '') + heading.dataset.key)
      address.hash = table.id
      history.replaceState(null, '', address)
    })
  })
}
