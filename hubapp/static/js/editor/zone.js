// Suggests the time zone of this browser for a new hub, where the list has it.
const list = document.getElementById("time_zone");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if ([...list.options].some((each) => each.value === here)) list.value = here;
