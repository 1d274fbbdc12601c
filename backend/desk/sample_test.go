package desk_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// makeSample makes the invented club of one seed and day in a folder of its own.
func makeSample(t *testing.T, in desk.Sample) (*desk.Desk, desk.SampleMade) {
	t.Helper()
	dir := t.TempDir()
	noon := time.Date(in.Today.Year(), in.Today.Month(), in.Today.DayOfMonth(), 12, 0, 0, 0, time.UTC)
	d, err := desk.Open(context.Background(), desk.Options{
		Dir: dir, Version: "test", Now: func() time.Time { return noon }, Keys: desk.FileKeys(filepath.Join(dir, "keys")),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	made, err := d.MakeSample(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return d, made
}

func TestTheSampleClubIsProvedAndMarkedAsTraining(t *testing.T) {
	d, made := makeSample(t, desk.Sample{Riders: 40, Years: 2, Seed: 3, Today: "2026-10-07"})
	proof, err := d.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !proof.OK {
		t.Errorf("%+v", proof.First)
	}
	if made.Riders != 40 || made.Invoices == 0 || made.Payments == 0 || !made.Session.Training {
		t.Errorf("%+v", made)
	}
	list, err := d.Documents(context.Background(), sqlite.DocumentFilter{})
	if err != nil {
		t.Fatal(err)
	}
	if list.Counts.Open == 0 || list.Counts.Paid == 0 || list.Counts.Late == 0 {
		t.Errorf("a club has paid, open and late invoices: %+v", list.Counts)
	}
	if number := list.Rows[0].Number; number[:6] != "ECOLE-" {
		t.Errorf("training numbers begin with ECOLE-: %s", number)
	}
}
