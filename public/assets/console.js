/** What pages that work without a script have besides: `/` goes to the search, one tick ticks all, the title of a tab in the background stays true. At most 3 kB. */
document.addEventListener('keydown', (event) => {
  const typing = event.target instanceof Element && event.target.closest('input, select, textarea')
  if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
  const search = document.getElementById('q')
  if (!search) return
  event.preventDefault()
  search.focus()
})

for (const label of document.querySelectorAll('.all')) {
  label.hidden = false
  label.addEventListener('change', (event) => {
    for (const tick of label.closest('form').querySelectorAll('.tick')) tick.checked = event.target.checked
  })
}

// Only the overview, which has nothing to fill in; nobody is looking at it then.
if (document.querySelector('.strip')) setInterval(() => document.hidden && location.reload(), 300_000)
