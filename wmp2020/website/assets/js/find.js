// Find my area: suggestions as you type (ARIA 1.2 combobox with a listbox) and the device’s position (to about 10 m).
// The form beneath is an ordinary GET form and stays so: Enter with nothing chosen submits what was typed.

const WAIT = 150 // ms of quiet before asking

export function start (form) {
  const input = form.querySelector('input[name="q"]')
  suggest(form, input)
  if ('geolocation' in navigator) here(form)
}

function suggest (form, input) {
  const list = document.createElement('ul')
  list.className = 'wmp-find__list'
  list.id = `${input.id}-list`
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', form.querySelector('label').textContent.trim())
  list.hidden = true
  input.after(list)
  const says = document.createElement('p')
  says.className = 'govuk-visually-hidden'
  says.setAttribute('role', 'status')
  form.append(says)
  for (const [name, value] of Object.entries({
    role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id
  })) input.setAttribute(name, value)

  let chosen = -1
  let asked = null
  let timer = 0
  let typed = input.value

  const options = () => [...list.children]
  const close = () => {
    list.hidden = true
    chosen = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
  const choose = (index) => {
    chosen = index
    options().forEach((option, at) => option.setAttribute('aria-selected', String(at === index)))
    if (index < 0) input.removeAttribute('aria-activedescendant')
    else {
      input.setAttribute('aria-activedescendant', options()[index].id)
      options()[index].scrollIntoView({ block: 'nearest' })
    }
  }
  const go = (option) => { location.assign(option.dataset.href) }

  const show = (matches) => {
    list.replaceChildren(...matches.map((match, at) => {
      const option = document.createElement('li')
      option.id = `${list.id}-${at}`
      option.dataset.href = match.href
      option.setAttribute('role', 'option')
      option.setAttribute('aria-selected', 'false')
      const detail = document.createElement('small')
      detail.textContent = [match.detail, match.note].filter(Boolean).join('. ')
      option.append(match.name, ' ', detail)
      return option
    }))
    chosen = -1
    input.removeAttribute('aria-activedescendant')
    list.hidden = matches.length === 0
    input.setAttribute('aria-expanded', String(matches.length > 0))
    says.textContent = matches.length === 0
      ? form.dataset.none
      : matches.length === 1 ? form.dataset.one : form.dataset.many.replace('%s', matches.length)
  }

  const ask = async () => {
    const q = input.value.trim()
    asked?.abort()
    if (q.length < 2) return close()
    asked = new AbortController()
    try {
      const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q })}`, {
        headers: { Accept: 'application/json' }, signal: asked.signal
      })
      if (answer.ok && document.activeElement === input) show((await answer.json()).matches)
    } catch (fault) {
      if (fault.name !== 'AbortError') close() // no suggestions; the form still works
    }
  }

  input.addEventListener('input', () => {
    if (input.value === typed) return
    typed = input.value
    clearTimeout(timer)
    timer = setTimeout(ask, WAIT)
  })
  input.addEventListener('keydown', (event) => {
    const count = options().length
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (list.hidden) { if (count) { list.hidden = false; input.setAttribute('aria-expanded', 'true') } else ask() }
      if (!count) return
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      choose(chosen < 0 ? (step > 0 ? 0 : count - 1) : (chosen + step + count) % count)
    } else if (event.key === 'Escape') {
      if (!list.hidden) { event.preventDefault(); close() }
    } else if (event.key === 'Enter' && chosen >= 0 && !list.hidden) {
      event.preventDefault()
      go(options()[chosen])
    } else if (event.key === 'Tab') close()
  })
  list.addEventListener('mousedown', (event) => event.preventDefault()) // keep focus in the box
  list.addEventListener('click', (event) => {
    const option = event.target.closest('[role="option"]')
    if (option) go(option)
  })
  input.addEventListener('blur', close)
}

function here (form) {
  const place = form.querySelector('.wmp-find__here')
  const says = form.querySelector('.wmp-find__says')
  place.hidden = false
  place.querySelector('button').addEventListener('click', () => {
    says.textContent = form.dataset.locating
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const at = new URLSearchParams({ lat: coords.latitude.toFixed(4), lng: coords.longitude.toFixed(4) })
        location.assign(`${form.dataset.position}?${at}`)
      },
      () => { says.textContent = form.dataset.denied },
      { timeout: 10000, maximumAge: 60000 }
    )
  })
}
