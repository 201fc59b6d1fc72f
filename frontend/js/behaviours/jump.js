// Ctrl K (on a Mac Cmd K) goes to the field, from anywhere on the page.

export function jump(field, page = document) {
  page.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });
}
