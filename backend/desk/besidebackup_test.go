package desk_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// PERFORMANCE R9: nobody at the counter waits for a copy. A sale made while a backup
// is under way is done before the backup is: the file is not there yet.
func TestASaleIsNotHeldByABackup(t *testing.T) {
	s := newShop(t)
	s.behindItsBack( // 24 MB of rows, so that a copy takes a while
		"CREATE TABLE filler (id INTEGER PRIMARY KEY, content BLOB)",
		"WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000) INSERT INTO filler (content) SELECT randomblob(4000) FROM n")
	dir, req := t.TempDir(), s.req()
	ended := make(chan error, 1)
	go func() {
		_, err := s.Backup(ctx, req, filepath.Join(dir, "beside.paddock"))
		ended <- err
	}()
	for begun := false; !begun; runtime.Gosched() {
		files, err := os.ReadDir(dir)
		s.must(err)
		begun = len(files) > 0
	}
	sold := 0
	for under := true; under; {
		s.sell(cash(3500), "gloves")
		if _, err := os.Stat(filepath.Join(dir, "beside.paddock")); err == nil {
			under = false
		} else {
			sold++
		}
	}
	s.must(<-ended)
	if sold < 2 {
		t.Errorf("%d sales were made while the backup ran", sold)
	}
	s.behindItsBack("DROP TABLE filler")
	s.proved()
}
