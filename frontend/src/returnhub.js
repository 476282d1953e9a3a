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
