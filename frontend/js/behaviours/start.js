// Gives each element that names behaviours in data-behaviour (words apart by spaces) to the functions of those names.

export function start(root, behaviours) {
  for (const element of root.querySelectorAll("[data-behaviour]")) {
    for (const name of element.dataset.behaviour.split(/\s+/).filter(Boolean)) {
      behaviours[name]?.(element);
    }
  }
}
