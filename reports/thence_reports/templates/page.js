
"use strict";
// A formula that does not fit can be scrolled with the keys as well.
const scrollers = [...document.querySelectorAll(".formula, .scroll")];
const reach = () => {
  for (const box of scrollers) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
};
reach();
addEventListener("resize", reach);

// What is folded is printed.
const folded = [...document.querySelectorAll("details")];
let shut = [];
addEventListener("beforeprint", () => {
  shut = folded.filter((part) => !part.open);
  for (const part of shut) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of shut) part.open = false;
});

// Search and filter.
const tools = document.getElementById(":tools");
if (tools) {
  const search = tools.querySelector("input[type=search]");
  const boxes = [...tools.querySelectorAll("input[type=checkbox]")];
  const steps = [...document.querySelectorAll("article")];
  const texts = steps.map((step) => step.textContent.toLowerCase());
  const update = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const grades = boxes.filter((box) => box.checked).map((box) => box.value);
    let shown = 0;
    steps.forEach((step, index) => {
      const grade = !grades.length || grades.includes(step.dataset.grade);
      step.hidden = !(grade && words.every((word) => texts[index].includes(word)));
      shown += !step.hidden;
    });
    document.getElementById(":shown").textContent = `${shown} of ${steps.length} steps`;
  };
  // A link to a step shows it, whatever the filter.
  const follow = () => {
    const step = location.hash && document.getElementById(location.hash.slice(1));
    if (step && step.hidden) {
      search.value = "";
      for (const box of boxes) box.checked = false;
      update();
      step.scrollIntoView();
    }
  };
  tools.style.display = "flex";
  tools.addEventListener("input", update);
  addEventListener("hashchange", follow);
  update();
}
