package exchange_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
)

// ics is a calendar of these events; each has its lines with spaces between.
func ics(events ...string) []byte {
	var file strings.Builder
	file.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n")
	for n, event := range events {
		fmt.Fprintf(&file, "BEGIN:VEVENT\r\nUID:%d\r\n%s\r\nEND:VEVENT\r\n", n+1, strings.ReplaceAll(event, " | ", "\r\n"))
	}
	file.WriteString("END:VCALENDAR\r\n")
	return []byte(file.String())
}

func daysOff(t *testing.T, raw []byte) (string, error) {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	found, err := exchange.ReadDaysOff(context.Background(), raw, paris, calendar.Period{First: "2025-10-07", Last: "2028-10-07"})
	for _, off := range found {
		said = append(said, fmt.Sprintf("%s %s %s", off.Name, off.First, off.Last))
	}
	return strings.Join(said, "; "), err
}

func TestEveryFormOfAnEventIsTheDaysItTouches(t *testing.T) {
	local := time.Local
	time.Local = time.FixedZone("far away", -11*3600) // the club's zone decides, not the computer's
	defer func() { time.Local = local }()
	for event, want := range map[string]string{
		"SUMMARY:Une journée | DTSTART;VALUE=DATE:20261111":                                                                       "Une journée 2026-11-11 2026-11-11",
		"SUMMARY:Fin exclue | DTSTART;VALUE=DATE:20261219 | DTEND;VALUE=DATE:20270104":                                            "Fin exclue 2026-12-19 2027-01-03",
		"SUMMARY:Bissextile | DTSTART;VALUE=DATE:20280228 | DTEND;VALUE=DATE:20280301":                                            "Bissextile 2028-02-28 2028-02-29",
		"SUMMARY:Durée | DTSTART;VALUE=DATE:20270101 | DURATION:P1W":                                                              "Durée 2027-01-01 2027-01-07",
		"SUMMARY:Soirée | DTSTART:20261007T200000 | DURATION:PT6H":                                                                "Soirée 2026-10-07 2026-10-08",
		"SUMMARY:Nom | DTSTART:20261016T220000Z | DTEND:20261101T230000Z":                                                         "Nom 2026-10-17 2026-11-01",
		"SUMMARY:Sans zone | DTSTART:20261017T000000 | DTEND:20261018T000000":                                                     "Sans zone 2026-10-17 2026-10-17",
		"SUMMARY:Local | DTSTART;TZID=Local:20261017T000000 | DTEND;TZID=Local:20261018T000000":                                   "Local 2026-10-17 2026-10-17",
		"SUMMARY:Outlook | DTSTART;TZID=Romance Standard Time:20261017T000000 | DTEND;TZID=Romance Standard Time:20261019T000000": "Outlook 2026-10-17 2026-10-18",
		"SUMMARY:Réunion | DTSTART;TZID=Indian/Reunion:20261017T010000 | DTEND;TZID=Indian/Reunion:20261017T020000":               "Réunion 2026-10-16 2026-10-16",
		"SUMMARY:À l’envers | DTSTART;VALUE=DATE:20261017 | DTEND;VALUE=DATE:20261001":                                            "À l’envers 2026-10-17 2026-10-17",
		"SUMMARY:Très lo\r\n ng\\, plié | DTSTART;VALUE=DATE:20261017":                                                            "Très long, plié 2026-10-17 2026-10-17",
		"DTSTART;VALUE=DATE:20261017":                                    "– 2026-10-17 2026-10-17",
		"SUMMARY:Noël | DTSTART;VALUE=DATE:20101225 | RRULE:FREQ=YEARLY": "Noël 2025-12-25 2025-12-25; Noël 2026-12-25 2026-12-25; Noël 2027-12-25 2027-12-25",
		"SUMMARY:Lundi | DTSTART;VALUE=DATE:20261005 | RRULE:FREQ=WEEKLY;UNTIL=20261026 | EXDATE;VALUE=DATE:20261012,20261019": "Lundi 2026-10-05 2026-10-05; Lundi 2026-10-26 2026-10-26",
		"SUMMARY:Minuit | DTSTART:20261004T230000Z | RRULE:FREQ=WEEKLY;UNTIL=20261018T230000Z":                                 "Minuit 2026-10-05 2026-10-05; Minuit 2026-10-12 2026-10-12; Minuit 2026-10-19 2026-10-19",
		"SUMMARY:Weekend | DTSTART;VALUE=DATE:20261003 | DTEND;VALUE=DATE:20261005 | RRULE:FREQ=MONTHLY;BYDAY=1SA;COUNT=2":     "Weekend 2026-10-03 2026-10-04; Weekend 2026-11-07 2026-11-08",
	} {
		if got, err := daysOff(t, ics(event)); err != nil || got != want {
			t.Errorf("%s:\n got %s %v\nwant %s", event, got, err, want)
		}
	}
}

func TestAnEventCalledOffIsNoneAndAMovedOneStandsForIts(t *testing.T) {
	file := strings.NewReplacer("UID:2", "UID:1").Replace(string(ics(
		"SUMMARY:Fermé | DTSTART;VALUE=DATE:20261005 | RRULE:FREQ=WEEKLY;COUNT=3",
		"SUMMARY:Fermé mardi | RECURRENCE-ID;VALUE=DATE:20261012 | DTSTART;VALUE=DATE:20261013",
		"SUMMARY:Annulé | STATUS:CANCELLED | DTSTART;VALUE=DATE:20261101",
	)))
	got, err := daysOff(t, []byte(file))
	if want := "Fermé 2026-10-05 2026-10-05; Fermé 2026-10-19 2026-10-19; Fermé mardi 2026-10-13 2026-10-13"; err != nil || got != want {
		t.Errorf("%s %v", got, err)
	}
}

func TestAnEventWhoseDaysNobodyCanTellIsRefusedByItsName(t *testing.T) {
	for _, event := range []string{
		"SUMMARY:X", "SUMMARY:X | DTSTART:demain", "SUMMARY:X | DTSTART;VALUE=DATE:20270229", "SUMMARY:X | DTSTART:20261007T250000",
		"SUMMARY:X | DTSTART;VALUE=DATE:20261007 | DTEND:jamais", "SUMMARY:X | DTSTART;VALUE=DATE:20261007 | DURATION:PT", "SUMMARY:X | DTSTART;VALUE=DATE:20261007 | DURATION:-P1D",
		"SUMMARY:X | DTSTART;VALUE=DATE:20261007 | RRULE:FREQ=SECONDLY", "SUMMARY:X | DTSTART;VALUE=DATE:00010101 | RRULE:FREQ=DAILY",
		"SUMMARY:X | DTSTART;VALUE=DATE:20261007 | RRULE:chaque lundi", "SUMMARY:X | DTSTART;VALUE=DATE:99991231 | DURATION:P9999W",
	} {
		var refusal *club.Error
		if got, err := daysOff(t, ics(event)); !errors.As(err, &refusal) || refusal.Code != club.CodeFileDayUnread || refusal.Params["name"] != "X" {
			t.Errorf("%s: %s %v", event, got, err)
		}
	}
}

func TestACalendarThatRepeatsWithoutEndIsBounded(t *testing.T) {
	for rule, code := range map[string]club.Code{
		"19960101 | RRULE:FREQ=DAILY":                          club.CodeFileDayUnread, // the second is too much
		"20251101 | RRULE:FREQ=DAILY":                          club.CodeFileTooLong,
		"20251101 | RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30":  club.CodeFileNoDays,
		"19960101 | RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30": club.CodeFileNoDays,
	} {
		event := "SUMMARY:X | DTSTART;VALUE=DATE:" + rule
		var refusal *club.Error
		if _, err := daysOff(t, ics(event, event, event)); !errors.As(err, &refusal) || refusal.Code != code {
			t.Errorf("%s: %v, want %s", rule, err, code)
		}
	}
}
