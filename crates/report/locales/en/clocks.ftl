# ANA-004 clocks: how the exhibits tell the time.
clocks-zone-in-value = stated in each value
clocks-zone-exhibit-setting = set for the exhibit by a person
clocks-zone-place = the zone of the place
clocks-zone-operator-default = the operator’s usual zone
clocks-zone-assumed = assumed
clocks-column = Column { $column } of { $exhibit } states { $stated } times, { $clocked } of them with a clock time; zone { $zone } ({ $source }); columns of times in the case: { $columns }.
clocks-heaping = Of the clock times, { $hour } stand on the exact hour, { $noon } on 12:00:00 and { $midnight } on 00:00:00.
clocks-fold = { $records ->
    [one] One time lies
   *[other] { $records } times lie
 } in an hour that the clocks of the zone repeat, and can mean two instants.
clocks-duplicates = { $records ->
    [one] One record equals
   *[other] { $records } records equal
 } another of the same exhibit in every stated field.
clocks-remark-zone-assumed = The zone was assumed for want of a better one: all these times may be shifted by hours.
clocks-remark-zones-differ = The records of this column state different zones.
clocks-remark-noon = Times heap on 12:00:00; the source may write noon where it knows no hour, and these hours prove nothing.
clocks-remark-midnight = Times heap on 00:00:00; the source may write midnight where it knows only the day.
clocks-remark-hour = Times heap on exact hours; they may be rounded.
clocks-remark-day-only = The source states days only; nothing can be said about hours.
clocks-offset = For { $pairs } payments that both exhibits state with a clock time, { $later } is { $median } later than { $earlier } at the median (middle eight tenths: { $low } to { $high }).
clocks-offset-whole-hours = The difference is constant and lies on { $hours ->
    [one] one whole hour
   *[other] { $hours } whole hours
 }: one of the two zones may be wrong.
clocks-offset-booking = A difference can also be the time between handing money over and booking it.
