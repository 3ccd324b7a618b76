// Light or dark before the first paint; unfold's own switch takes over afterwards and keeps its choice
// under the same name.
{
  let choice = "auto";
  try { choice = JSON.parse(localStorage.getItem("adminTheme")) ?? "auto"; } catch { /* private window */ }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  if (choice === "dark" || (choice === "auto" && dark.matches)) document.documentElement.classList.add("dark");
  if (choice === "light") document.documentElement.classList.add("light");
}
// Alpine takes away only the classes that it gave itself, so it begins without ours: else Light stays dark.
document.addEventListener("alpine:init", () => document.documentElement.classList.remove("dark", "light"));
