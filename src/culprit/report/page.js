"use strict";
addEventListener("DOMContentLoaded", () => {
  const all = (what) => Array.from(document.querySelectorAll(what));
  const open = () => { const d = document.querySelector(":target details"); if (d) { d.open = true; d.scrollIntoView(); } };
  addEventListener("hashchange", open);
  open();
  let folded = [];
  addEventListener("beforeprint", () => { folded = all("details:not([open])"); folded.forEach((d) => { d.open = true; }); });
  addEventListener("afterprint", () => folded.forEach((d) => { d.open = false; }));
  const filter = document.getElementById("filter");
  if (filter) {
    filter.closest("p").hidden = false;
    filter.addEventListener("input", () => {
      const wanted = filter.value.toLocaleLowerCase();
      all(".list tbody tr").forEach((row) => { row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted); });
    });
  }
});
