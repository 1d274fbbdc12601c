package sqlite

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"
)

// Personal data has a way of growing a table. Each table and each column is
// decided upon, or this fails.
func TestEveryColumnOfTheSchemaIsDecidedUponForExportAndErasure(t *testing.T) {
	ctx := context.Background()
	db, err := Open(ctx, t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	decided := map[string]holding{}
	for _, h := range holdings {
		decided[h.table] = h
		if h.shown == "" && h.why == "" {
			t.Errorf("%s is not shown, and nothing says why", h.table)
		}
	}
	schema := map[string][]string{}
	err = db.Read(ctx, func(tx *Tx) error {
		return tx.each(func(row scanner) error {
			var table, column string
			err := row.Scan(&table, &column)
			schema[table] = append(schema[table], column)
			return err
		}, "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'")
	})
	if err != nil {
		t.Fatal(err)
	}
	for table, columns := range schema {
		h, known := decided[table]
		if !known {
			t.Errorf("holdings.go does not say what %s holds on a household", table)
			continue
		}
		named := strings.Fields(h.shown + " " + h.linked + " " + h.quiet)
		for _, column := range columns {
			if !slices.Contains(named, column) {
				t.Errorf("holdings.go does not decide upon %s.%s", table, column)
			}
		}
		for i, column := range named {
			if !slices.Contains(columns, column) || slices.Contains(named[:i], column) {
				t.Errorf("holdings.go names %s.%s, which is not there or named twice", table, column)
			}
		}
	}
}

// A free text that explains something is a row of its own so that it can be
// erased: whoever points to one is known here, or this fails.
func TestEveryReasonIsFoundByItsHousehold(t *testing.T) {
	ctx := context.Background()
	db, err := Open(ctx, t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Read(ctx, func(tx *Tx) error {
		return tx.each(func(row scanner) error {
			var table, column string
			err := row.Scan(&table, &column)
			if !strings.Contains(itsReasons, "SELECT "+column+" FROM "+table+" ") {
				t.Errorf("an erasure forgets the reasons of %s.%s", table, column)
			}
			return err
		}, `SELECT t.name, f."from" FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table' AND f."table" = 'reasons'`)
	})
	if err != nil {
		t.Fatal(err)
	}
}
