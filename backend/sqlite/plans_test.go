package sqlite

import (
	"context"
	"database/sql"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// grown are the tables of which ten years of a large club hold tens of thousands of
// rows and more.
var grown = []string{
	"allocations", "bookings", "card_movements", "entries", "invoice_lines", "invoices", "journal", "lessons",
	"payments", "postings", "recognitions", "requests", "settlements", "voucher_movements", "vouchers",
}

// readsWhole are the functions that mean to go through a grown table, or an index of
// it, from end to end, and for whom.
var readsWhole = map[string]string{
	"AllRequests": "verify", "AllocationHands": "verify", "Booked": "verify", "CarriedVouchers": "verify",
	"CustomersBalance": "verify", "EachEntry": "verify", "EachRecognition": "verify", "MadeVouchers": "verify",
	"Movements": "verify", "NumberGaps": "verify", "Numbers": "verify", "Overfull": "verify", "PaidPlaces": "verify",
	"RidersTwice": "verify", "SealedNames": "verify", "Settlements": "verify", "StrangePlaces": "verify",
	"UnbalancedEntries": "verify", "VoucherMovements": "verify",

	"Announcements":    "the invoices that reminders are for",
	"BankBook":         "the cheques of slips on their way, for a statement",
	"BookedRoles":      "the accounts that are in use, in Settings",
	"Books":            "an export of entries",
	"Contents":         "what a backup holds, before it is restored",
	"DeferredNow":      "one sum, among the owner's figures",
	"DocumentNumbered": "the index of numbers, written in any case",
	"LevelUsers":       "a level that is taken away",
	"LevelsUsed":       "the levels, in Settings",
	"LinesEnding":      "the first closing of all, which catches up",
	"OpeningUsed":      "an import of openings that is taken back",
	"PaymentNamed":     "the index of receipts; a payment's own number is its second name",
	"TimesSold":        "the catalogue, ordered by what is sold most",
	"Undeferred":       "the first line that was ever deferred, at the beginning of the table",
	"Vouchers":         "the list of all vouchers",
}

// few are the indexes that hold a handful of a grown table's rows.
var few = []string{
	"bookings_by_reason", "bookings_held", "card_movements_by_reason", "invoice_lines_discounted", "invoices_by_reason",
	"invoices_giving", "invoices_openings", "journal_events", "journal_overrides", "journal_settings", "requests_open",
	"requests_promised", "settlements_open",
}

// A statement that walks a grown table is slow only once the club has grown, where no
// other test looks. SQLite is never told to analyse, so its plans follow from the
// schema and the statement alone.
func TestNoStatementWalksAGrownTableButThoseThatMeanTo(t *testing.T) {
	db, err := Open(context.Background(), t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	walked := map[string]bool{}
	asked := 0
	for _, s := range statements(t) {
		plan, ok := planOf(t, db.write, s.text)
		if !ok {
			continue
		}
		asked++
		for _, step := range plan {
			table, ok := walkedBy(step, s.text)
			if !ok || !slices.Contains(grown, table) {
				continue
			}
			walked[s.in] = true
			if readsWhole[s.in] == "" {
				t.Errorf("%s walks %s (%s): %.300s", s.in, table, step, strings.Join(strings.Fields(s.text), " "))
			}
		}
	}
	for _, in := range slices.Sorted(maps.Keys(readsWhole)) {
		if !walked[in] {
			t.Errorf("%s walks no grown table any more", in)
		}
	}
	if asked < 550 {
		t.Errorf("only %d statements were found", asked)
	}
}

// sqlText is a text of SQL in a function.
type sqlText struct{ in, text string }

var verb = regexp.MustCompile(`^\s*(SELECT|WITH|UPDATE|DELETE)\b`)

// statements are the texts of SQL that are constant in this package, with their parts
// joined. What is put together while the program runs is not among them.
func statements(t *testing.T) (list []sqlText) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	files, set := []*ast.File{}, token.NewFileSet()
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	consts := map[string]ast.Expr{}
	decls := func(visit func(ast.Decl)) {
		for _, file := range files {
			for _, decl := range file.Decls {
				visit(decl)
			}
		}
	}
	decls(func(decl ast.Decl) {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			return
		}
		for _, spec := range group.Specs {
			values := spec.(*ast.ValueSpec)
			for i, value := range values.Values {
				consts[values.Names[i].Name] = value
			}
		}
	})
	decls(func(decl ast.Decl) {
		in := "a constant"
		if f, ok := decl.(*ast.FuncDecl); ok {
			in = f.Name.Name
		} else if decl.(*ast.GenDecl).Tok == token.CONST {
			return // where it is used
		}
		ast.Inspect(decl, func(node ast.Node) bool {
			e, ok := node.(ast.Expr)
			if !ok {
				return true
			}
			text, ok := textOf(e, consts)
			if ok && verb.MatchString(text) {
				list = append(list, sqlText{in, text})
			}
			_, sum := e.(*ast.BinaryExpr)
			return !ok && !sum
		})
	})
	return list
}

// textOf is the string an expression always is.
func textOf(e ast.Expr, consts map[string]ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			text, err := strconv.Unquote(e.Value)
			return text, err == nil
		}
	case *ast.BinaryExpr:
		left, ok := textOf(e.X, consts)
		if !ok || e.Op != token.ADD {
			return "", false
		}
		right, ok := textOf(e.Y, consts)
		return left + right, ok
	case *ast.Ident:
		if value := consts[e.Name]; value != nil {
			return textOf(value, consts)
		}
	}
	return "", false
}

// planOf is how SQLite would run a statement; not ok for what is only the beginning of
// one, or speaks of a table that is made for a while.
func planOf(t *testing.T, db *sql.DB, text string) (steps []string, ok bool) {
	t.Helper()
	args := make([]any, strings.Count(text, "?"))
	rows, err := db.Query("EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		return nil, false
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	return steps, rows.Err() == nil
}

// walkedBy is the table that a step of a plan goes through from end to end.
func walkedBy(step, text string) (string, bool) {
	name, ok := strings.CutPrefix(step, "SCAN ")
	if !ok || strings.HasSuffix(text, "ORDER BY seq DESC LIMIT 1") { // the last row, and no more
		return "", false
	}
	name, how, _ := strings.Cut(name, " ")
	if slices.Contains(few, how[strings.LastIndexByte(how, ' ')+1:]) {
		return "", false
	}
	alias := regexp.MustCompile(`(?:FROM|JOIN|,|UPDATE)\s+(\w+)(?:\s+AS)?\s+` + regexp.QuoteMeta(name) + `\b`)
	if found := alias.FindStringSubmatch(text); found != nil && !slices.Contains([]string{"SELECT", "FROM"}, found[1]) {
		name = found[1]
	}
	return name, true
}
