// A button that prints the page.

export function print(button, view = window) {
  button.addEventListener("click", () => view.print());
}
