// A button that copies the link beside it. The link itself can be selected without this.

export function start (place) {
  const field = place.querySelector('input')
  const button = place.querySelector('button')
  field.value = new URL(field.value, location.href).href // a page kept for all tells its path only
  if (!navigator.clipboard) return
  button.hidden = false
  button.addEventListener('click', async () => {
    field.select()
    await navigator.clipboard.writeText(field.value)
    place.querySelector('[role="status"]').textContent = place.dataset.done
  })
}
