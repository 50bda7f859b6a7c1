// How the map is drawn. Colours come from the style sheet's tokens, so that they are checked in one place.

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--wmp-${name}`).trim()
const classes = (count) => ({ 1: [3], 2: [2, 4], 3: [1, 3, 5], 4: [1, 2, 4, 5], 5: [1, 2, 3, 4, 5] })[Math.min(count, 5)]

export const background = () => ({ id: 'background', type: 'background', paint: { 'background-color': token('haze') } })

// The shades of a legend, lightest first, one for each label.
export const shades = (legend) => classes(legend.breaks.length + 1).map((step) => ({ step, colour: token(`seq-${step}`) }))

export function layers ({ base, glyphs, legend, outline, points, labels }) {
  const shade = shades(legend)
  const fill = legend.breaks.length
    ? ['step', ['get', 'value'], shade[0].colour, ...legend.breaks.flatMap((at, index) => [at, shade[index + 1].colour])]
    : shade[0].colour
  const letters = (id, layer, field, size, more = {}) => ({
    id, type: 'symbol', source: 'base', 'source-layer': layer, ...more,
    layout: { 'text-field': ['get', field], 'text-font': ['Noto Sans Medium'], 'text-size': size, 'text-max-width': 8, 'text-padding': 6 },
    paint: { 'text-color': token('ink'), 'text-halo-color': token('paper'), 'text-halo-width': 1.6 }
  })
  return [
    base && { id: 'land', type: 'fill', source: 'base', 'source-layer': 'la', paint: { 'fill-color': token('paper') } },
    {
      id: 'areas', type: 'fill', source: 'areas',
      paint: { 'fill-color': ['case', ['==', ['typeof', ['get', 'value']], 'number'], fill, token('none')], 'fill-opacity': 0.88 }
    },
    { id: 'edges', type: 'line', source: 'areas', paint: { 'line-color': token('paper'), 'line-width': 1 } },
    base && { id: 'councils', type: 'line', source: 'base', 'source-layer': 'la', paint: { 'line-color': token('edge'), 'line-width': 1.2 } },
    outline && { id: 'outline', type: 'line', source: 'outline', paint: { 'line-color': token('deep'), 'line-width': 3 } },
    {
      id: 'chosen', type: 'line', source: 'areas',
      paint: { 'line-color': token('ink'), 'line-width': ['case', ['boolean', ['feature-state', 'chosen'], false], 4, 0] }
    },
    points && {
      id: 'points', type: 'circle', source: 'points',
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['sqrt', ['get', 'count']], 1, 4, 10, 18],
        'circle-color': token('rust'), 'circle-opacity': 0.8, 'circle-stroke-color': token('paper'), 'circle-stroke-width': 1.5
      }
    },
    base && glyphs && letters('streets', 'street_name', 'name', 11, { minzoom: 14 }),
    labels && glyphs && { ...letters('names', '', 'name', 15, { maxzoom: 10.5 }), source: 'names', 'source-layer': undefined },
    base && glyphs && letters('wards', 'ward_label', 'ward22_name', 13, { minzoom: 10.5 })
  ].filter(Boolean).map((layer) => JSON.parse(JSON.stringify(layer))) // without keys that are undefined
}
