import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import { may, useSession } from "../lib/session";
import { Link } from "../ui/Link";
import { chooseTheme, useChosenTheme } from "../ui/theme";
import type { Theme } from "../ui/theme";
import { UserPanel } from "./UserPanel";

/** A group with a permission is shown to those who have it. */
const menu: { title: string; permission?: string; links: { to: string; label: string }[] }[] = [
  {
    title: "Portfolio",
    links: [
      { to: "/", label: "Overview" },
      { to: "/runs", label: "Runs" },
      { to: "/limits", label: "Limits" },
    ],
  },
  {
    title: "Inputs",
    links: [
      { to: "/import", label: "Import" },
      { to: "/market", label: "Market data" },
      { to: "/positions", label: "Positions" },
      { to: "/scenario-sets", label: "Scenario sets" },
      { to: "/deals", label: "Deals" },
      { to: "/instruments", label: "Instruments" },
      { to: "/counterparties", label: "Counterparties" },
    ],
  },
  {
    title: "Operations",
    links: [
      { to: "/schedules", label: "Schedules" },
      { to: "/queue", label: "Queue" },
      { to: "/system", label: "System" },
    ],
  },
  {
    title: "Administration",
    permission: "administer",
    links: [
      { to: "/users", label: "Users" },
      { to: "/keys", label: "Keys" },
      { to: "/audit", label: "Audit" },
    ],
  },
];

export function Shell(props: { path: string; run: string | undefined; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const session = useSession();
  useEffect(() => setOpen(false), [props.path]);
  return (
    <div className="shell">
      <a href="#content" className="skip">
        Skip to content
      </a>
      <header className="top">
        <div className="top-inner">
        <Link to="/" className="brand" aria-label="Tenor, overview">
          <img src="/icon.svg" alt="" width={22} height={22} />
          Tenor
        </Link>
        <button
          type="button"
          className="plain menu-button"
          aria-expanded={isOpen}
          aria-controls="menu"
          onClick={() => setOpen(!isOpen)}
        >
          Menu
        </button>
        <nav id="menu" aria-label="Main" className={isOpen ? "menu open" : "menu"}>
          {menu.filter((group) => !group.permission || may(session, group.permission)).map((group) => (
            <div key={group.title}>
              <span className="menu-title">{group.title}</span>
              {group.links.map((link) => (
                <Link key={link.to} to={link.to} aria-current={isCurrent(link.to, props.path) ? "page" : undefined}>
                  {link.label}
                </Link>
              ))}
            </div>
          ))}
          <UserPanel />
          <ThemeChoice />
        </nav>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {props.children}
      </main>
    </div>
  );
}

function isCurrent(to: string, path: string): boolean {
  return to === "/" ? path === "/" : path === to || path.startsWith(`${to}/`);
}

const themes: { value: Theme; label: string }[] = [
  { value: "system", label: "Auto" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

function ThemeChoice() {
  const chosen = useChosenTheme();
  return (
    <div className="themes" role="group" aria-label="Theme">
      {themes.map((theme) => (
        <button
          key={theme.value}
          type="button"
          aria-pressed={chosen === theme.value}
          onClick={() => chooseTheme(theme.value)}
        >
          {theme.label}
        </button>
      ))}
    </div>
  );
}
