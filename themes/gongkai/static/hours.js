/**
 * Whether a body is open now, told beside its hours. `data-hours="12345 510-720 810-1020"` is days of the week and minutes
 * since midnight, `data-season="06-01/09-30"` when in the year they hold. It is Beijing's clock that counts, wherever the
 * reader is. Holidays are in no data, so what is told says so; where no season holds today, nothing is told.
 */
(function () {
  "use strict";

  /** @returns {{ date: string, day: string, minutes: number }} now in Beijing, which has no summer time */
  function now() {
    const time = new Date(Date.now() + 8 * 3600000);
    return {
      date: time.toISOString().slice(5, 10),
      day: String(time.getUTCDay() || 7),
      minutes: time.getUTCHours() * 60 + time.getUTCMinutes(),
    };
  }

  /** A season may reach over the end of the year. */
  function holds(season, date) {
    if (!season) return true;
    const [from, until] = season.split("/");
    return from <= until ? from <= date && date <= until : from <= date || date <= until;
  }

  /** @returns {Array<[number, number]>} when it is open on a day of the week */
  function spans(hours, day) {
    const group = hours.split("; ").map((one) => one.split(" ")).find(([days]) => days.includes(day));
    return group ? group.slice(1).map((span) => span.split("-").map(Number)) : [];
  }

  const clock = (minutes) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;

  function tell(line) {
    const { date, day, minutes } = now();
    const around = line.parentElement;
    const all = Array.from(around.querySelectorAll("[data-hours]")).concat(around.matches("[data-hours]") ? around : []);
    const held = all.find((one) => holds(one.dataset.season, date));
    line.hidden = !held;
    if (!held) return;
    const today = spans(held.dataset.hours, day);
    const open = today.find(([from, until]) => from <= minutes && minutes < until);
    const later = today.find(([from]) => minutes < from);
    const tag = line.querySelector(".tag");
    tag.textContent = open ? "现在可办" : "休息中";
    tag.className = open ? "tag ok" : "tag";
    tag.nextElementSibling.textContent = open ? ` 至 ${clock(open[1])}` : later ? ` 今天 ${clock(later[0])} 起` : "";
  }

  function tellAll() {
    document.querySelectorAll(".now").forEach(tell);
  }

  tellAll();
  setInterval(tellAll, 30000);
})();
