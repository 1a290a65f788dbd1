import { lazy } from "react";
import type { ComponentType, ReactNode } from "react";
import { CashFlowsPage } from "../pages/CashFlowsPage";
import { InstrumentPage } from "../pages/InstrumentPage";
import { InstrumentsPage } from "../pages/InstrumentsPage";
import { LatestPage } from "../pages/LatestPage";
import { MarketListPage } from "../pages/MarketListPage";
import { MarketPage } from "../pages/MarketPage";
import { NewRunPage } from "../pages/NewRunPage";
import { OverviewPage } from "../pages/OverviewPage";
import { PasswordPage } from "../pages/PasswordPage";
import { PositionPage } from "../pages/PositionPage";
import { PositionSnapshotsPage } from "../pages/PositionSnapshotsPage";
import { QueuePage } from "../pages/QueuePage";
import { ResultsPage } from "../pages/ResultsPage";
import { RiskPage } from "../pages/RiskPage";
import { RunsPage } from "../pages/RunsPage";
import { ScenariosPage } from "../pages/ScenariosPage";
import { SnapshotPage } from "../pages/SnapshotPage";
import { SystemPage } from "../pages/SystemPage";
import { TasksPage } from "../pages/TasksPage";

/** A page whose script is fetched when somebody goes there. */
function later<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => ({ default: await load() }));
}

const ApiPage = later(() => import("../pages/ApiPage").then((module) => module.ApiPage));
const AuditPage = later(() => import("../pages/AuditPage").then((module) => module.AuditPage));
const ComparePage = later(() => import("../pages/ComparePage").then((module) => module.ComparePage));
const CounterpartiesPage = later(() => import("../pages/CounterpartiesPage").then((module) => module.CounterpartiesPage));
const CounterpartyPage = later(() => import("../pages/CounterpartyPage").then((module) => module.CounterpartyPage));
const CubePage = later(() => import("../pages/CubePage").then((module) => module.CubePage));
const DealPage = later(() => import("../pages/DealPage").then((module) => module.DealPage));
const DealsPage = later(() => import("../pages/DealsPage").then((module) => module.DealsPage));
const ImportPage = later(() => import("../pages/ImportPage").then((module) => module.ImportPage));
const KeysPage = later(() => import("../pages/KeysPage").then((module) => module.KeysPage));
const LimitPage = later(() => import("../pages/LimitPage").then((module) => module.LimitPage));
const LimitsPage = later(() => import("../pages/LimitsPage").then((module) => module.LimitsPage));
const ScenarioSetPage = later(() => import("../pages/ScenarioSetPage").then((module) => module.ScenarioSetPage));
const ScenarioSetsPage = later(() => import("../pages/ScenarioSetsPage").then((module) => module.ScenarioSetsPage));
const SchedulePage = later(() => import("../pages/SchedulePage").then((module) => module.SchedulePage));
const SchedulesPage = later(() => import("../pages/SchedulesPage").then((module) => module.SchedulesPage));
const UserPage = later(() => import("../pages/UserPage").then((module) => module.UserPage));
const UsersPage = later(() => import("../pages/UsersPage").then((module) => module.UsersPage));
const WhatIfPage = later(() => import("../pages/WhatIfPage").then((module) => module.WhatIfPage));

type Values = Record<string, string>;
type PageEntry = { pattern: string; title: (values: Values) => string; show: (values: Values) => ReactNode };

const named = (title: string) => () => title;
const run = (values: Values) => values["run"] ?? "";

/** Every page, by its address; the first that fits is shown. */
export const pages: PageEntry[] = [
  { pattern: "/", title: named("Overview"), show: () => <LatestPage /> },
  { pattern: "/runs", title: named("Runs"), show: () => <RunsPage /> },
  { pattern: "/runs/new", title: named("New run"), show: () => <NewRunPage /> },
  { pattern: "/runs/compare", title: named("Compare runs"), show: () => <ComparePage /> },
  { pattern: "/runs/:run", title: run, show: (values) => <OverviewPage run={run(values)} /> },
  { pattern: "/runs/:run/risk", title: named("Risk"), show: (values) => <RiskPage run={run(values)} /> },
  { pattern: "/runs/:run/cube", title: named("Cube"), show: (values) => <CubePage run={run(values)} /> },
  { pattern: "/runs/:run/scenarios", title: named("Scenarios"), show: (values) => <ScenariosPage run={run(values)} /> },
  { pattern: "/runs/:run/cash", title: named("Cash flows"), show: (values) => <CashFlowsPage run={run(values)} /> },
  { pattern: "/runs/:run/what-if", title: named("What if"), show: (values) => <WhatIfPage run={run(values)} /> },
  { pattern: "/runs/:run/results", title: named("Results"), show: (values) => <ResultsPage run={run(values)} /> },
  { pattern: "/runs/:run/tasks", title: named("Tasks"), show: (values) => <TasksPage run={run(values)} /> },
  {
    pattern: "/runs/:run/positions/:position",
    title: (values) => values["position"] ?? "",
    show: (values) => <PositionPage run={run(values)} position={values["position"] ?? ""} />,
  },
  { pattern: "/import", title: named("Import"), show: () => <ImportPage /> },
  { pattern: "/limits", title: named("Limits"), show: () => <LimitsPage /> },
  {
    pattern: "/limits/:limit",
    title: (values) => values["limit"] ?? "",
    show: (values) => <LimitPage limit={values["limit"] ?? ""} />,
  },
  { pattern: "/market", title: named("Market data"), show: () => <MarketListPage /> },
  {
    pattern: "/market/:snapshot",
    title: named("Market snapshot"),
    show: (values) => <MarketPage snapshot={values["snapshot"] ?? ""} />,
  },
  { pattern: "/scenario-sets", title: named("Scenario sets"), show: () => <ScenarioSetsPage /> },
  {
    pattern: "/scenario-sets/:name",
    title: (values) => values["name"] ?? "",
    show: (values) => <ScenarioSetPage name={values["name"] ?? ""} />,
  },
  { pattern: "/deals", title: named("Deals"), show: () => <DealsPage /> },
  {
    pattern: "/deals/:deal",
    title: (values) => values["deal"] ?? "",
    show: (values) => <DealPage deal={values["deal"] ?? ""} />,
  },
  { pattern: "/positions", title: named("Positions"), show: () => <PositionSnapshotsPage /> },
  {
    pattern: "/positions/:snapshot",
    title: named("Position snapshot"),
    show: (values) => <SnapshotPage snapshot={values["snapshot"] ?? ""} />,
  },
  { pattern: "/instruments", title: named("Instruments"), show: () => <InstrumentsPage /> },
  {
    pattern: "/instruments/:instrument",
    title: (values) => values["instrument"] ?? "",
    show: (values) => <InstrumentPage instrument={values["instrument"] ?? ""} />,
  },
  { pattern: "/counterparties", title: named("Counterparties"), show: () => <CounterpartiesPage /> },
  {
    pattern: "/counterparties/:counterparty",
    title: (values) => values["counterparty"] ?? "",
    show: (values) => <CounterpartyPage counterparty={values["counterparty"] ?? ""} />,
  },
  { pattern: "/schedules", title: named("Schedules"), show: () => <SchedulesPage /> },
  {
    pattern: "/schedules/:name",
    title: (values) => values["name"] ?? "",
    show: (values) => <SchedulePage name={values["name"] ?? ""} />,
  },
  { pattern: "/queue", title: named("Queue"), show: () => <QueuePage /> },
  { pattern: "/users", title: named("Users"), show: () => <UsersPage /> },
  {
    pattern: "/users/:user",
    title: (values) => values["user"] ?? "",
    show: (values) => <UserPage user={values["user"] ?? ""} />,
  },
  { pattern: "/keys", title: named("Keys"), show: () => <KeysPage /> },
  { pattern: "/audit", title: named("Audit"), show: () => <AuditPage /> },
  { pattern: "/password", title: named("Change password"), show: () => <PasswordPage /> },
  { pattern: "/api", title: named("Interface"), show: () => <ApiPage /> },
  { pattern: "/system", title: named("System"), show: () => <SystemPage /> },
];
