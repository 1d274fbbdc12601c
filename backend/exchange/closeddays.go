package exchange

import (
	"bytes"
	"context"
	"slices"
	"time"

	ics "github.com/arran4/golang-ical"

	"paddock/backend/calendar"
	"paddock/backend/club"
)

// DaysOff is a period a file names: school holidays, mostly.
type DaysOff struct {
	Name string `json:"name"`
	calendar.Period
}

// mostDaysOff is how many periods are read from one file.
const mostDaysOff = 2_000

// ReadDaysOff reads an iCalendar file or a table with a name and two days in each
// row. An event that has hours is a day in the zone. It refuses a file that names
// no period.
func ReadDaysOff(ctx context.Context, raw []byte, zone *time.Location) ([]DaysOff, error) {
	read := daysOffTable
	if bytes.HasPrefix(bytes.TrimPrefix(bytes.TrimSpace(raw), []byte("\ufeff")), []byte("BEGIN:VCALENDAR")) {
		read = daysOffCalendar
	}
	found, err := read(ctx, raw, zone)
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0:
		return nil, club.Refuse(club.CodeFileNoDays)
	case len(found) > mostDaysOff:
		return nil, club.Refuse(club.CodeFileTooLong).With("max", mostDaysOff)
	}
	return found, nil
}

func daysOffCalendar(_ context.Context, raw []byte, zone *time.Location) ([]DaysOff, error) {
	if len(raw) > MaxBytes {
		return nil, TooLarge()
	}
	file, err := ics.ParseCalendar(bytes.NewReader(raw))
	if err != nil {
		return nil, club.Refuse(club.CodeFileNoDays)
	}
	var found []DaysOff
	for _, event := range file.Events() {
		off := DaysOff{Name: "–"}
		if name := event.GetProperty(ics.ComponentPropertySummary); name != nil && name.Value != "" {
			off.Name = ics.FromText(name.Value)
		}
		off.First = icsDay(event.GetProperty(ics.ComponentPropertyDtStart), event.GetStartAt, zone, 0)
		// The end is the first day, or the first moment, after the event.
		off.Last = max(off.First, icsDay(event.GetProperty(ics.ComponentPropertyDtEnd), event.GetEndAt, zone, 1))
		if off.First != "" {
			found = append(found, off)
		}
	}
	return found, nil
}

// icsDay is the day of a property, or the last one before it where after is 1;
// "" when it has none.
func icsDay(p *ics.IANAProperty, instant func() (time.Time, error), zone *time.Location, after int) calendar.Day {
	if p == nil {
		return ""
	}
	if len(p.Value) == len("20261017") {
		day, err := calendar.ParseDay(p.Value[:4] + "-" + p.Value[4:6] + "-" + p.Value[6:])
		if err != nil {
			return ""
		}
		return day.AddDays(-after)
	}
	at, err := instant()
	if err != nil {
		return ""
	}
	return calendar.DayOf(at.Add(-time.Duration(after)), zone)
}

// daysOffTable takes from each row the first two cells that are days, and the
// first that is none as the name. One day alone is a period of one.
func daysOffTable(ctx context.Context, raw []byte, _ *time.Location) ([]DaysOff, error) {
	sheet, err := Read(ctx, raw)
	if err != nil {
		return nil, err
	}
	var found []DaysOff
	for _, row := range sheet.Rows {
		off, days := DaysOff{}, []calendar.Day{}
		for _, cell := range row.Cells {
			switch read := calendar.Readings(cell); {
			case len(read) > 0:
				days = append(days, read[0])
			case off.Name == "":
				off.Name = cell
			}
		}
		if len(days) == 0 || off.Name == "" {
			continue // headings, a remark
		}
		days = days[:min(2, len(days))]
		off.First, off.Last = slices.Min(days), slices.Max(days)
		found = append(found, off)
	}
	return found, nil
}
