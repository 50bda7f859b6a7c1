// The map of a page: areas shaded by a figure, said again in the panel beside it and in the page's table.
//
// It reads the JSON at data-source:
//   bounds   [west, south, east, north]
//   areas    GeoJSON features; properties code, name, text (the figure in words), value (number, or null: not shown),
//            href (or ""), and any note
//   legend   {title, breaks: up to four rising numbers, labels: one a class (breaks + 1), none: words for null}
//   outline  GeoJSON geometry of the place the page is about, or null
//   points   GeoJSON features with name, count, text, imputed (true: the position is invented), or null
//   labels   [{name, lng, lat}] written while the map shows the whole (needs the base map's letters), or null
//   note     words shown under the map, or ""
// data-tiles names our base map (PMTiles) and data-glyphs its letters; without them the areas stand alone.
// data-draw, the address that answers ?poly=lat,lng:lat,lng…, adds the drawing tool.

import * as maplibre from './maplibre-gl.mjs'
import { drawing } from './map_draw.js'
import { legend, panel } from './map_panel.js'
import { background, layers } from './map_style.js'
import { Protocol } from './pmtiles.js'

// The one policy the site's headers allow: a worker of our own origin may start, and nothing becomes markup.
globalThis.trustedTypes?.createPolicy('default', {
  createScriptURL: (url) => new URL(url, location.href).origin === location.origin ? url : null
})

let protocol = null

// MapLibre's own sheet, only on pages with a map.
const styled = new Promise((resolve) => {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = new URL('./maplibre-gl.css', import.meta.url).href
  link.onload = link.onerror = resolve
  document.head.prepend(link) // before ours, which adjusts it
})

async function tiles (place, bounds) {
  const address = place.dataset.tiles
  if (!address) return null
  if (!protocol) {
    protocol = new Protocol()
    maplibre.addProtocol('pmtiles', protocol.tile)
  }
  const { PMTiles } = await import('./pmtiles.js')
  const archive = new PMTiles(new URL(address, location.href).href)
  try {
    const head = await archive.getHeader()
    const apart = bounds[0] > head.maxLon || bounds[2] < head.minLon || bounds[1] > head.maxLat || bounds[3] < head.minLat
    if (apart) return null // a base map of some other place
  } catch { return null }
  protocol.add(archive)
  return `pmtiles://${archive.source.getKey()}`
}

export async function start (place) {
  const canvas = place.querySelector('.wmp-map__canvas')
  const answer = await fetch(place.dataset.source, { headers: { Accept: 'application/json' } })
  if (!answer.ok) return // the drawing made on the server stays, and the table
  const told = await answer.json()
  const [base] = await Promise.all([tiles(place, told.bounds), styled])
  const glyphs = base && place.dataset.glyphs
    ? `${location.origin}${place.dataset.glyphs}{fontstack}/{range}.pbf`
    : undefined
  canvas.replaceChildren()
  place.classList.add('wmp-map--live')

  const map = new maplibre.Map({
    container: canvas,
    style: { version: 8, ...(glyphs && { glyphs }), sources: {}, layers: [background()] }, // undefined is refused
    bounds: told.bounds,
    fitBoundsOptions: { padding: 24 },
    attributionControl: false,
    cooperativeGestures: true, // a page must scroll past the map
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxZoom: 17,
    fadeDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200,
    locale: place.dataset.locale ? JSON.parse(place.dataset.locale) : undefined
  })
  map.keyboard.disableRotation()
  map.touchZoomRotate.disableRotation()
  map.getCanvas().setAttribute('aria-label', place.dataset.label)
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), 'top-right')
  map.addControl(new maplibre.ScaleControl({ unit: 'imperial' }), 'bottom-left')
  place.map = map // for the walks

  const side = panel(place, told, (code) => choose(code, true))
  legend(place, told)
  let chosen = null

  function choose (code, move) {
    if (chosen) map.setFeatureState({ source: 'areas', id: chosen }, { chosen: false })
    chosen = code
    const feature = told.areas.features.find((one) => one.properties.code === code)
    if (!feature) return side.show(null)
    map.setFeatureState({ source: 'areas', id: code }, { chosen: true })
    side.show(feature.properties)
    if (move) map.fitBounds(boxOf(feature.geometry), { padding: 60, maxZoom: 14, animate: false })
  }

  map.on('load', () => {
    if (base) map.addSource('base', { type: 'vector', url: base })
    map.addSource('areas', { type: 'geojson', data: told.areas, promoteId: 'code' })
    if (told.outline) map.addSource('outline', { type: 'geojson', data: { type: 'Feature', properties: {}, geometry: told.outline } })
    if (told.points) map.addSource('points', { type: 'geojson', data: told.points })
    if (told.labels) {
      const features = told.labels.map(({ name, lng, lat }) => (
        { type: 'Feature', properties: { name }, geometry: { type: 'Point', coordinates: [lng, lat] } }))
      map.addSource('names', { type: 'geojson', data: { type: 'FeatureCollection', features } })
    }
    for (const layer of layers({ ...told, base, glyphs })) map.addLayer(layer)
    const draw = place.dataset.draw ? drawing(place, map, place.dataset.draw) : null
    map.on('click', (event) => {
      if (draw?.active()) return draw.add(event.lngLat)
      const at = map.queryRenderedFeatures(event.point, { layers: ['points', 'areas'].filter((id) => map.getLayer(id)) })[0]
      if (!at) return choose(null)
      if (at.layer.id === 'points') return side.show(at.properties)
      choose(at.properties.code, false)
      side.select(at.properties.code)
    })
    for (const id of ['areas', 'points']) {
      if (!map.getLayer(id)) continue
      map.on('mouseenter', id, () => { if (!draw?.active()) map.getCanvas().classList.add('wmp-map__pointing') })
      map.on('mouseleave', id, () => map.getCanvas().classList.remove('wmp-map__pointing'))
    }
    map.once('idle', () => place.classList.add('wmp-map--ready'))
  })
}

export function boxOf (geometry) {
  const box = [180, 90, -180, -90]
  const look = (part) => {
    if (typeof part[0] !== 'number') return part.forEach(look)
    box[0] = Math.min(box[0], part[0]); box[1] = Math.min(box[1], part[1])
    box[2] = Math.max(box[2], part[0]); box[3] = Math.max(box[3], part[1])
  }
  look(geometry.coordinates)
  return box
}
