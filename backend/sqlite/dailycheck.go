package sqlite

import (
	"errors"

	"paddock/backend/calendar"
)

// DailyCheck is the last check the program made of the books by itself.
type DailyCheck struct {
	Day     calendar.Day `json:"day" doc:"Club-local; empty before the first"`
	Entries int          `json:"entries" doc:"Of the journal"`
	Whole   bool         `json:"whole" doc:"Every row was compared, not the chain and the sums alone"`
	Faults  int          `json:"faults"`
	Seq     int64        `json:"seq" doc:"Of the first entry that was touched; 0 where none is named"`
	Code    string       `json:"code" doc:"Of the first fault, texts verify.*; empty where there is none"`
}

// DailyCheck returns the last check; the zero one where none was made.
func (tx *Tx) DailyCheck() (c DailyCheck, err error) {
	err = tx.row("SELECT day, entries, whole, faults, seq, code FROM daily_check", nil, &c.Day, &c.Entries, &c.Whole, &c.Faults, &c.Seq, &c.Code)
	if errors.Is(err, ErrNotFound) {
		return DailyCheck{}, nil
	}
	return c, err
}

// KeepDailyCheck keeps a check in the place of the one before.
func (tx *Tx) KeepDailyCheck(c DailyCheck) error {
	_, err := tx.exec("INSERT OR REPLACE INTO daily_check (id, day, entries, whole, faults, seq, code) VALUES (1, ?, ?, ?, ?, ?, ?)",
		c.Day, c.Entries, c.Whole, c.Faults, c.Seq, c.Code)
	return err
}
