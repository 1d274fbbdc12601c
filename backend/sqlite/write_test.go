package sqlite

import (
	"testing"
	"time"

	"paddock/backend/club"
	"paddock/backend/journal"
)

func opened(t *testing.T) *DB {
	t.Helper()
	dir := t.TempDir()
	clubIn(t, dir)
	db, err := Open(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestAWriteAfterADraftWaitsForTheDiskAgain(t *testing.T) {
	db := opened(t)
	const full, normal = 2, 1
	for _, step := range []struct {
		commit func(*DB) error
		want   int
	}{
		{func(db *DB) error { return nil }, full},
		{func(db *DB) error { return db.Draft(t.Context(), func(*Tx) error { return nil }) }, normal},
		{func(db *DB) error { return db.Write(t.Context(), func(*Tx) error { return nil }) }, full},
	} {
		if err := step.commit(db); err != nil {
			t.Fatal(err)
		}
		var got int
		if err := db.write.QueryRow("PRAGMA synchronous").Scan(&got); err != nil || got != step.want {
			t.Errorf("synchronous is %d, not %d: %v", got, step.want, err)
		}
	}
}

func TestADraftSealsNothing(t *testing.T) {
	db := opened(t)
	seal := func(tx *Tx) error {
		return tx.Seal(journal.ClockConfirmed, club.Actor{ID: 1}, "", map[string]any{"today": "2026-10-07"})
	}
	if err := db.Write(t.Context(), seal); err != nil {
		t.Fatal(err)
	}
	if err := db.Draft(t.Context(), seal); err == nil {
		t.Error("what was sealed may be lost with the power")
	}
}
