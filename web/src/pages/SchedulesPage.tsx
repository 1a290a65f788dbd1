import { segment } from "../lib/api";
import { moment, number } from "../lib/format";
import type { Page, Schedule } from "../lib/types";
import { useApi } from "../lib/useApi";
import { Badge, Card } from "../ui/Card";
import { DataTable } from "../ui/DataTable";
import { Link } from "../ui/Link";
import { Async, Empty } from "../ui/State";

export function SchedulesPage() {
  const schedules = useApi<Page<Schedule>>("/v1/schedules?limit=500", 15_000);
  return (
    <>
      <h1>Schedules</h1>
      <Card title="Runs by the clock">
        <Async
          loaded={schedules}
          isEmpty={(page) => page.items.length === 0}
          empty={
            <Empty title="No run is made by the clock">
              <p>A nightly batch at two in New York on business days:</p>
              <pre>tenor schedule add nightly --at "0 2 * * 1-5" --zone America/New_York --calendar us_nyse --scenarios demo</pre>
            </Empty>
          }
        >
          {(page) => (
            <DataTable
              caption="Schedules"
              rows={page.items}
              rowKey={(schedule) => schedule.name}
              exportName="schedules"
              columns={[
                {
                  key: "name",
                  label: "Name",
                  text: (schedule) => schedule.name,
                  show: (schedule) => <Link to={`/schedules/${segment(schedule.name)}`}>{schedule.name}</Link>,
                },
                { key: "cron", label: "When", text: (schedule) => schedule.cron, show: (schedule) => <code>{schedule.cron}</code> },
                { key: "zone", label: "Time zone", text: (schedule) => schedule.time_zone },
                { key: "calendars", label: "Open on", text: (schedule) => schedule.calendars.join(", ") || "every day" },
                {
                  key: "next",
                  label: "Next",
                  text: (schedule) => (schedule.is_paused ? "paused" : moment(schedule.next_firing) || "never"),
                  order: (schedule) => schedule.next_firing,
                },
                { key: "last", label: "Last", text: (schedule) => moment(schedule.last_firing), order: (schedule) => schedule.last_firing },
                {
                  key: "outcome",
                  label: "Outcome",
                  text: (schedule) => schedule.last_outcome ?? "",
                  show: (schedule) => schedule.last_outcome && <Badge state={schedule.last_outcome} />,
                },
                {
                  key: "failures",
                  label: "Failures",
                  isNumber: true,
                  text: (schedule) => number(schedule.failures),
                  order: (schedule) => schedule.failures,
                },
              ]}
            />
          )}
        </Async>
      </Card>
    </>
  );
}
