// Sets the chosen theme before the first paint; without a choice the system's preference holds.
const chosen = localStorage.getItem("tenor.theme");
if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
