// Beside the map: its legend, and one area or point at a time in words, chosen from a list as well as by a click.
import { shades } from './map_style.js'

const make = (name, className, text) => {
  const element = document.createElement(name)
  if (className) element.className = className
  if (text) element.textContent = text
  return element
}

export function legend (place, told) {
  const box = make('div', 'wmp-map__legend')
  box.append(make('h3', 'govuk-heading-s', told.legend.title))
  const list = make('ul')
  const row = (step, words) => {
    const item = make('li')
    item.append(make('span', `wmp-map__shade wmp-swatch--${step}`), ' ', words)
    list.append(item)
  }
  shades(told.legend).forEach(({ step }, index) => row(`seq-${step}`, told.legend.labels[index]))
  if (told.areas.features.some((one) => typeof one.properties.value !== 'number')) row('none', told.legend.none)
  box.append(list)
  if (told.note) box.append(make('p', 'wmp-map__note', told.note))
  place.querySelector('.wmp-map__side').append(box)
}

export function panel (place, told, chosen) {
  const side = place.querySelector('.wmp-map__side')
  const label = make('label', 'govuk-label govuk-label--s', place.dataset.choose)
  const select = make('select', 'govuk-select')
  label.htmlFor = select.id = `${place.id}-area`
  select.append(new Option(place.dataset.none, ''))
  const names = told.areas.features.map((one) => one.properties).sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
  for (const { code, name } of names) select.append(new Option(name, code))
  select.addEventListener('change', () => chosen(select.value || null))
  const words = make('div', 'wmp-map__words')
  words.setAttribute('role', 'status')
  side.replaceChildren(label, select, words)
  return {
    select: (code) => { select.value = code ?? '' },
    show (one) {
      words.replaceChildren()
      if (!one) { select.value = ''; return }
      const title = make('p', 'govuk-body govuk-!-font-weight-bold')
      if (one.href) {
        const link = make('a', 'govuk-link', one.name)
        link.href = one.href
        title.append(link)
      } else title.textContent = one.name
      words.append(title, make('p', 'govuk-body', one.text))
      if (one.note) words.append(make('p', 'govuk-body-s', one.note))
      if (one.imputed) words.append(make('strong', 'govuk-tag wmp-tag--imputed', place.dataset.imputed))
    }
  }
}
