// Enhancement only: every page works without this file.
import { createAll, Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, PasswordInput, Radios, ServiceNavigation, SkipLink } from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const part of [Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, PasswordInput, Radios, ServiceNavigation, SkipLink]) createAll(part);

for (const print of document.querySelectorAll('[data-module="rh-print"]')) {
  print.hidden = false;
  print.querySelector("button").addEventListener("click", () => window.print());
}

// An alert or a refusal that answers what was just done is where reading goes on; errors come before it.
if (!document.querySelector(".govuk-error-summary")) document.querySelector('[data-module="rh-focus"]')?.focus();

// On a phone the filters come before the list: fold them behind a button, so that the list is near.
const narrow = window.matchMedia("(max-width: 71.99em)");
for (const panel of document.querySelectorAll('[data-module="rh-filter"]')) {
  const form = panel.querySelector("form");
  const toggle = document.createElement("button");
  toggle.type = "button";
  toggle.className = "govuk-button govuk-button--secondary";
  panel.prepend(toggle);
  const fold = (folded) => {
    form.hidden = folded;
    toggle.textContent = folded ? "Show filters" : "Hide filters";
    toggle.setAttribute("aria-expanded", String(!folded));
  };
  const fit = () => {
    toggle.hidden = !narrow.matches;
    fold(narrow.matches);
  };
  toggle.addEventListener("click", () => fold(!form.hidden));
  narrow.addEventListener("change", fit);
  fit();
}

// A menu closes when the reader goes elsewhere.
for (const menu of document.querySelectorAll("details.rh-menu")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

// In a board the arrow keys go from cell to cell, and only one cell is a tab stop: links in it are reached with it.
for (const grid of document.querySelectorAll('[data-module="rh-grid"]')) {
  grid.setAttribute("role", "grid");
  const rows = [...grid.rows];
  const stop = (cell) => cell.querySelector("a") ?? cell;
  for (const row of rows) for (const cell of row.cells) {
    stop(cell).tabIndex = -1;
  }
  let here = stop(rows[1]?.cells[0] ?? rows[0].cells[0]);
  here.tabIndex = 0;
  // a cell may cover several columns: where it begins, and which cell of another row covers a column
  const column = (cell) => [...cell.parentElement.cells].slice(0, cell.cellIndex).reduce((n, c) => n + c.colSpan, 0);
  const covering = (row, at) => [...row.cells].find((cell) => column(cell) + cell.colSpan > at);
  const step = (cell, key) => {
    const row = cell.parentElement;
    const onward = getComputedStyle(grid).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (key === "ArrowLeft" || key === "ArrowRight") return key === onward ? cell.nextElementSibling : cell.previousElementSibling;
    if (key === "Home") return row.cells[0];
    if (key === "End") return row.cells[row.cells.length - 1];
    const next = rows[rows.indexOf(row) + { ArrowDown: 1, ArrowUp: -1 }[key]];
    return next && covering(next, column(cell));
  };
  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td, th");
    if (!cell || event.ctrlKey || event.altKey || event.metaKey || !["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    const to = step(cell, event.key);
    if (!to) return;
    here.tabIndex = -1;
    here = stop(to);
    here.tabIndex = 0;
    here.focus();
  });
}
