// Builds everything a browser is sent: `npm run build`.
//
// The result stands in build/assets/<hash of its content>/, file names untouched: ES modules import one another by
// relative name and MapLibre looks for its worker beside itself, so the folder carries the hash instead of the names.
// A second run with nothing changed ends at once. The folder before this one is kept, for pages still open in browsers.

import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const HERE = dirname(fileURLToPath(import.meta.url))
const ROOT = join(HERE, '../../..')
const PARTS = join(ROOT, 'node_modules')
const SHELF = join(ROOT, 'build/assets')
const NOTE = join(ROOT, 'build/assets.json') // read by wmp2020.website.pages: which folder is current

const walk = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort()

function hash (files, from) {
  const sum = createHash('sha256')
  for (const file of files) sum.update(relative(from, file)).update('\0').update(readFileSync(file)).update('\0')
  return sum.digest('hex').slice(0, 16)
}

const stamp = hash([...walk(HERE), join(ROOT, 'package-lock.json')], ROOT)
const last = existsSync(NOTE) ? JSON.parse(readFileSync(NOTE, 'utf8')) : {}
if (last.stamp === stamp && existsSync(join(SHELF, last.folder, 'site.css'))) {
  console.log(`assets: nothing changed (${last.folder})`)
  process.exit(0)
}

const began = Date.now()
const fresh = join(SHELF, `.fresh-${process.pid}`)
rmSync(fresh, { recursive: true, force: true })
mkdirSync(fresh, { recursive: true })
const put = (from, to, edit) => {
  mkdirSync(dirname(join(fresh, to)), { recursive: true })
  if (edit) writeFileSync(join(fresh, to), edit(readFileSync(from, 'utf8')))
  else cpSync(from, join(fresh, to), { recursive: true })
}
// Maps of the minified parts are not shipped, so the lines that point at them go too.
const noMap = (text) => text.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, '\n')

// Styles. Every colour is in tokens.json, where the contrast test reads the pairs in use.
const { compile } = await import('sass')
const { colours } = JSON.parse(readFileSync(join(HERE, 'tokens.json'), 'utf8'))
const tokens = `$colours: (${Object.entries(colours).map(([name, value]) => `"${name}": ${value}`).join(', ')});
@function colour($name) { @return map.get($colours, $name); }`
const importer = {
  canonicalize: (url) => (url === 'tokens' ? new URL('tokens:colours') : null),
  load: () => ({ contents: `@use "sass:map";\n${tokens}`, syntax: 'scss' })
}
for (const sheet of ['site', 'chart']) {
  const { css } = compile(join(HERE, `scss/${sheet}.scss`), {
    loadPaths: [PARTS], importers: [importer], style: 'compressed', quietDeps: true
  })
  writeFileSync(join(fresh, `${sheet}.css`), css)
}

// Our modules, images and parts from packages.
for (const folder of ['js', 'images']) cpSync(join(HERE, folder), fresh, { recursive: true })
put(join(PARTS, 'govuk-frontend/dist/govuk/govuk-frontend.min.js'), 'govuk-frontend.js', noMap)
put(join(PARTS, 'maplibre-gl/dist/maplibre-gl.mjs'), 'maplibre-gl.mjs', noMap)
put(join(PARTS, 'maplibre-gl/dist/maplibre-gl-worker.mjs'), 'maplibre-gl-worker.mjs', noMap)
put(join(PARTS, 'maplibre-gl/dist/maplibre-gl.css'), 'maplibre-gl.css')
put(join(PARTS, 'pmtiles/dist/esm/index.js'), 'pmtiles.js', (text) => noMap(text).replace('from"fflate"', 'from"./fflate.js"'))
put(join(PARTS, 'fflate/esm/browser.js'), 'fflate.js')
const font = join(PARTS, '@fontsource-variable/atkinson-hyperlegible-next')
put(join(font, 'files/atkinson-hyperlegible-next-latin-wght-normal.woff2'), 'atkinson.woff2')
put(join(font, 'files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2'), 'atkinson-ext.woff2')
put(join(font, 'LICENSE'), 'atkinson-OFL.txt')
// The same face as TrueType, for charts made into pictures on the server; browsers are not sent these.
const faces = join(PARTS, '@expo-google-fonts/atkinson-hyperlegible-next')
put(join(faces, '400Regular/AtkinsonHyperlegibleNext_400Regular.ttf'), 'atkinson-regular.ttf')
put(join(faces, '700Bold/AtkinsonHyperlegibleNext_700Bold.ttf'), 'atkinson-bold.ttf')

const folder = hash(walk(fresh), fresh)
for (const file of walk(fresh)) {
  if (!['.css', '.js', '.mjs', '.svg', '.txt', '.webmanifest'].includes(extname(file)) || statSync(file).size < 400) continue
  const text = readFileSync(file)
  writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }))
  writeFileSync(`${file}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }))
}

const home = join(SHELF, folder)
if (existsSync(home)) rmSync(fresh, { recursive: true }) // the same content: leave what is being served alone
else renameSync(fresh, home)
writeFileSync(`${NOTE}.${process.pid}`, JSON.stringify({ stamp, folder }))
renameSync(`${NOTE}.${process.pid}`, NOTE)
const HOUR = 3_600_000
for (const name of readdirSync(SHELF)) { // another build's unfinished folder is left to it, unless that is long dead
  const old = name.startsWith('.') ? Date.now() - statSync(join(SHELF, name)).mtimeMs > HOUR : ![folder, last.folder].includes(name)
  if (old) rmSync(join(SHELF, name), { recursive: true, force: true })
}
console.log(`assets: built ${folder} in ${((Date.now() - began) / 1000).toFixed(1)} s`)
