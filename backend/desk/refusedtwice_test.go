package desk_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"testing"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// A second click that is refused, because the first did it, leaves nothing half
// done: not one row of any table is committed (PERFORMANCE R11).
func TestASecondClickThatIsRefusedWritesNothing(t *testing.T) {
	refused := 0
	for name, set := range moneyVerbs {
		t.Run(name, func(t *testing.T) {
			s := aided(t)
			act := set(s)
			s.must(act())
			version := s.committed()
			before := version()
			err := act()
			var refusal *club.Error
			if !errors.As(err, &refusal) {
				s.must(err) // it may be done again
				return
			}
			refused++
			if after := version(); after != before {
				t.Errorf("refused by %s, and something was written", refusal.Code)
			}
			s.proved()
		})
	}
	if refused < len(moneyVerbs)/2 {
		t.Errorf("%d of %d are refused the second time", refused, len(moneyVerbs))
	}
}

// committed asks for a number that changes with whatever another connection commits.
func (h *house) committed() func() int {
	h.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(h.dir, sqlite.File)+"?mode=ro")
	h.must(err)
	h.t.Cleanup(func() { db.Close() })
	conn, err := db.Conn(ctx)
	h.must(err)
	h.t.Cleanup(func() { conn.Close() })
	return func() (n int) {
		h.t.Helper()
		h.must(conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&n))
		return n
	}
}
