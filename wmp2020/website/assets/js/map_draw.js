// Draws an area on the map: click, or move the map by keyboard and add its centre. The result is an ordinary address.

const MOST = 100 // points; the page refuses more

export const poly = (points) => points.map(({ lng, lat }) => `${lat.toFixed(5)},${lng.toFixed(5)}`).join(':')

export function drawing (place, map, address) {
  const tools = place.querySelector('.wmp-map__tools')
  const [begin, add, undo, show] = ['begin', 'add', 'undo', 'show'].map((name) => tools.querySelector(`[data-tool="${name}"]`))
  const says = tools.querySelector('[role="status"]')
  let points = []
  let on = false
  tools.hidden = false
  map.addSource('drawn', { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
  const colour = getComputedStyle(document.documentElement).getPropertyValue('--wmp-rust').trim()
  map.addLayer({ id: 'drawn-fill', type: 'fill', source: 'drawn', paint: { 'fill-color': colour, 'fill-opacity': 0.15 } })
  map.addLayer({ id: 'drawn-line', type: 'line', source: 'drawn', paint: { 'line-color': colour, 'line-width': 3 } })
  map.addLayer({ id: 'drawn-points', type: 'circle', source: 'drawn', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 6, 'circle-color': colour } })

  function draw () {
    const ring = points.map(({ lng, lat }) => [lng, lat])
    const feature = (type, coordinates) => ({ type: 'Feature', properties: {}, geometry: { type, coordinates } })
    map.getSource('drawn').setData({
      type: 'FeatureCollection',
      features: [
        ...ring.map((at) => feature('Point', at)),
        ...(ring.length > 2 ? [feature('Polygon', [[...ring, ring[0]]])] : ring.length === 2 ? [feature('LineString', ring)] : [])
      ]
    })
    place.classList.toggle('wmp-map--drawing', on)
    begin.textContent = on ? tools.dataset.stop : tools.dataset.begin
    add.hidden = undo.hidden = !on
    undo.disabled = points.length === 0
    show.hidden = points.length < 3
    show.href = `${address}?poly=${poly(points)}`
    says.textContent = !on ? '' : points.length === 0 ? tools.dataset.how : tools.dataset.count.replace('%s', points.length)
  }
  const put = (at) => { if (points.length < MOST) points.push(at); draw() }
  begin.addEventListener('click', () => { on = !on; points = []; draw() })
  add.addEventListener('click', () => put(map.getCenter()))
  undo.addEventListener('click', () => { points.pop(); draw() })
  draw()
  return { active: () => on, add: put }
}
