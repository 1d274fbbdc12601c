package main

import (
	"bytes"
	"database/sql"
	"path/filepath"
	"testing"

	"paddock/backend/sqlite"
)

func TestTheEntriesAloneShowAChangedEntryAndEveryRowAChangedRow(t *testing.T) {
	for _, c := range []struct {
		name, guard, sql    string
		entries, everything int
	}{
		{"nothing", "cards_fixed", "SELECT 1", exitDone, exitDone},
		{"a name on a card", "cards_fixed", "UPDATE cards SET name = name || '!' WHERE id = (SELECT min(id) FROM cards)", exitDone, exitRefused},
		{"an entry", "journal_no_update", `UPDATE journal SET line = replace(line, '"cents":', '"cents": ') WHERE seq = (SELECT min(seq) FROM journal WHERE kind = 'payment.received')`, exitRefused, exitRefused},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := filepath.Join(t.TempDir(), "data")
			call := func(args ...string) int {
				var out, errs bytes.Buffer
				return run(append([]string{"--data", data}, args...), &out, &errs)
			}
			if code := call("demo", "--riders", "10", "--seed", "3", "--today", "2026-11-21"); code != exitDone {
				t.Fatal(code)
			}
			db, err := sql.Open("sqlite3", filepath.Join(data, sqlite.File))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			var guard string // put back, for one that is missing is found by itself
			if err := db.QueryRow("SELECT sql FROM sqlite_master WHERE name = ?", c.guard).Scan(&guard); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec("DROP TRIGGER " + c.guard + ";" + c.sql + ";" + guard); err != nil {
				t.Fatal(err)
			}
			if entries, everything := call("verify", "--entries"), call("verify"); entries != c.entries || everything != c.everything {
				t.Errorf("--entries ends with %d, verify with %d", entries, everything)
			}
		})
	}
}
