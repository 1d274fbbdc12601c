package exchange

import (
	"bytes"
	"context"
	"slices"
	"time"

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
// row. An event that has hours is the days it touches in the zone; one that repeats is
// told as often as it begins within the period. It refuses a file that names no period.
func ReadDaysOff(ctx context.Context, raw []byte, zone *time.Location, within calendar.Period) ([]DaysOff, error) {
	read := daysOffTable
	if bytes.HasPrefix(bytes.TrimPrefix(bytes.TrimSpace(raw), []byte("\ufeff")), []byte("BEGIN:VCALENDAR")) {
		read = daysOffCalendar
	}
	found, err := read(ctx, raw, zone, within)
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

// daysOffTable takes from each row the first two cells that are days, and the
// first that is none as the name. One day alone is a period of one.
func daysOffTable(ctx context.Context, raw []byte, _ *time.Location, _ calendar.Period) ([]DaysOff, error) {
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
