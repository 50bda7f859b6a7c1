// Starts what a page asks for by data-module. Every page works without any of it.
import { initAll } from './govuk-frontend.js'

document.body.classList.add('js-enabled', ...('noModule' in HTMLScriptElement.prototype ? ['govuk-frontend-supported'] : []))
initAll()

const modules = {
  'wmp-sortable': './sortable.js',
  'wmp-find': './find.js',
  'wmp-copy': './copy.js',
  'wmp-map': './map.js'
}
for (const [name, file] of Object.entries(modules)) {
  const places = document.querySelectorAll(`[data-module~="${name}"]`)
  if (places.length) import(file).then(({ start }) => places.forEach((place) => start(place)))
}
