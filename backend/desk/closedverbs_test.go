package desk_test

import (
	"database/sql"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// moneyVerbs are the verbs that enter money or documents, each played over what it
// works on. What it does is asked after the day is closed.
var moneyVerbs = map[string]func(*shop) func() error{
	"checkout": func(s *shop) func() error {
		return func() error {
			cart := s.cart(s.family.ID, "gloves")
			_, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(35_00)})
			return err
		}
	},
	"receive": func(s *shop) func() error {
		s.owes("gloves")
		return func() error {
			_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Tenders: cash(35_00)})
			return err
		}
	},
	"credit": func(s *shop) func() error {
		id := s.owes("gloves")
		return func() error {
			_, err := s.Credit(ctx, s.req(), id, desk.Credit{Reason: "taille"})
			return err
		}
	},
	"refund": func(s *shop) func() error {
		s.credit(s.sell(cash(35_00), "gloves").Invoice.ID)
		return func() error {
			_, err := s.refund(35_00, billing.Transfer)
			return err
		}
	},
	"bounce": func(s *shop) func() error {
		paid := s.sell([]billing.Tender{cheque(35_00)}, "gloves").Payments[0]
		return func() error {
			_, err := s.Bounce(ctx, s.req(), paid.ID)
			return err
		}
	},
	"writeOff": func(s *shop) func() error {
		id := s.owes("card")
		s.clock.set(s.t, "2026-12-01 10:00")
		return func() error {
			_, err := s.WriteOff(ctx, s.req(), id, desk.WriteOff{Why: billing.Gone})
			return err
		}
	},
	"reopenDebt": func(s *shop) func() error {
		id := s.owes("card")
		s.clock.set(s.t, "2026-12-01 10:00")
		s.writesOff(id)
		return func() error {
			_, err := s.ReopenDebt(ctx, s.req(), id)
			return err
		}
	},
	"grantAid": func(s *shop) func() error {
		s.sell([]billing.Tender{s.aid(billing.AidAnnounced, 1, 70_00), {Way: billing.BankCard, Cents: 40_00}}, "card")
		return func() error {
			_, err := s.GrantAid(ctx, s.req(), s.one())
			return err
		}
	},
	"receiveAid": func(s *shop) func() error {
		id := s.aids()
		return func() error {
			_, err := s.ReceiveAid(ctx, s.req(), id, desk.ReceiveAid{Cents: 70_00})
			return err
		}
	},
	"refuseAid": func(s *shop) func() error {
		id := s.aids()
		return func() error {
			_, err := s.RefuseAid(ctx, s.req(), id)
			return err
		}
	},
	"payAidBack": func(s *shop) func() error {
		id := s.credited()
		return func() error {
			_, err := s.PayAidBack(ctx, s.req(), id, desk.PayAidBack{Cents: 70_00})
			return err
		}
	},
	"bringIn": func(s *shop) func() error {
		paid := s.handed(billing.Cash).Payments[0]
		return func() error {
			_, err := s.BringIn(ctx, s.req(), desk.BringIn{Payments: []billing.PaymentID{paid.ID}})
			return err
		}
	},
	"depositCheques": func(s *shop) func() error {
		paid := s.sell([]billing.Tender{cheque(35_00)}, "gloves").Payments[0]
		return func() error {
			_, err := s.DepositCheques(ctx, s.req(), desk.DepositCheques{Payments: []billing.PaymentID{paid.ID}})
			return err
		}
	},
	"takeSlipBack": func(s *shop) func() error {
		slip := s.deposits(s.sell([]billing.Tender{cheque(35_00)}, "gloves").Payments[0].ID)
		return func() error {
			_, err := s.TakeSlipBack(ctx, s.req(), slip.ID)
			return err
		}
	},
	"openTill": func(s *shop) func() error {
		return func() error {
			_, err := s.OpenTill(ctx, s.req(), drawer(100))
			return err
		}
	},
	"countTill": func(s *shop) func() error {
		_, err := s.OpenTill(ctx, s.req(), drawer(100))
		s.must(err)
		return func() error {
			count := drawer(90)
			count.Reason = "une erreur de monnaie"
			_, err := s.CountTill(ctx, s.req(), count)
			return err
		}
	},
	"dropCash": func(s *shop) func() error {
		_, err := s.OpenTill(ctx, s.req(), drawer(100))
		s.must(err)
		return func() error {
			_, err := s.DropCash(ctx, s.req(), desk.DropCash{Cents: 50_00})
			return err
		}
	},
	"settleLine": func(s *shop) func() error {
		id := s.owes("gloves")
		s.imports(camt(0, moved{day: "2026-10-07", cents: 35_00, name: "Delcourt", bankRef: "A1"}))
		line := s.bank()[0].ID
		return func() error {
			_, err := s.SettleLine(ctx, s.req(), desk.SettleLine{Line: line, Parts: []desk.LinePart{{Household: s.family.ID, Invoice: id, Cents: 35_00}}})
			return err
		}
	},
	"settleExact": func(s *shop) func() error {
		reference, _ := s.reference(s.owes("gloves"))
		s.imports(camt(0, moved{day: "2026-10-07", cents: 35_00, ref: reference, bankRef: "A1"}))
		line := s.bank()[0].ID
		return func() error {
			_, err := s.SettleExact(ctx, s.req(), desk.SettleExact{Lines: []int64{line}})
			return err
		}
	},
	"bounceLine": func(s *shop) func() error {
		paid := s.sell([]billing.Tender{cheque(35_00)}, "gloves").Payments[0]
		s.deposits(paid.ID)
		s.imports(camt(0, moved{day: "2026-10-07", cents: -35_00, text: "REJET CHQ 4081127", bankRef: "A1"}))
		line := s.bank()[0].ID
		return func() error {
			_, err := s.BounceLine(ctx, s.req(), desk.BounceLine{Line: line, Payment: paid.ID})
			return err
		}
	},
	"moveIn": func(s *shop) func() error {
		return func() error {
			day := calendar.Day("2026-10-06") // of the take-over
			if calendar.DayOf(s.clock.now(), paris(s.t)) > "2026-10-07" {
				day = "2026-10-08"
			}
			_, err := s.MoveIn(ctx, s.req(), desk.MoveIn{Day: day, Lines: []billing.Carried{{Kind: billing.Balance, Household: s.family.ID, Cents: 50_00}}})
			return err
		}
	},
	"correctOpening": func(s *shop) func() error {
		made, err := s.MoveIn(ctx, s.req(), desk.MoveIn{Day: "2026-10-06", Lines: []billing.Carried{{Kind: billing.Balance, Household: s.family.ID, Cents: 50_00}}})
		s.must(err)
		return func() error {
			_, err := s.CorrectOpening(ctx, s.req(), made[0].ID, "doublon")
			return err
		}
	},
}

// moneyThrough are the verbs that enter money as another of the table does, in the
// very function it is named by.
var moneyThrough = map[string]string{
	"cancelEnrolment": "credit", "cancelActivityDay": "credit", "stopPackage": "credit", "changeSlot": "credit",
	"invoiceMany": "checkout", "settleLinkPayment": "receive", "acceptMail": "settleLine",
	"settlePayout": "settleLine", "paySlip": "settleLine", "markLine": "settleLine", "mendSetAside": "moveIn", "importMembers": "moveIn", "undoImport": "correctOpening",
	"closeDay": "countTill", "makeSample": "checkout",
}

// planVerbs move no money: what they change of lessons may book what cards and
// packages earned, on the lesson's day while that is open and else on the first open
// one (TestRevenueIsOfTheLessonsDayWhileThatIsOpen).
var planVerbs = []string{
	"addLesson", "callRoll", "cancelLesson", "changeLesson", "copySeries", "duplicateWeek", "extendCard", "keepLesson", "mergeLesson", "planActivity",
	"redo", "removeClosedDays", "saveClosedDays", "saveSeason", "saveSeries", "undo",
	"removeSeason", "removeSeries", "restoreLessons", "saveOffer", "shortenCard", "unmerge", "waitAgain", // which take them back
}

// aids is a granted aid that waits for its payer.
func (s *shop) aids() billing.AidID {
	s.sell([]billing.Tender{s.aid(billing.Aided, 1, 70_00), {Way: billing.BankCard, Cents: 40_00}}, "card")
	return s.one()
}

func TestEveryVerbOfMoneyIsRefusedOnAClosedDayAndBooksOnTheNext(t *testing.T) {
	for verb, prepare := range moneyVerbs {
		t.Run(verb, func(t *testing.T) {
			s := aided(t)
			s.t = t
			do := prepare(s)
			today := calendar.DayOf(s.clock.now(), paris(t))
			s.closes(today)
			last := 0
			s.ask("SELECT max(id) FROM entries UNION ALL SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM entries)", func(row *sql.Rows) error { return row.Scan(orNone{&last}) })
			refusal := (*club.Error)(nil)
			err := do()
			if !errors.As(err, &refusal) || refusal.Code != club.CodeBooksClosed {
				t.Fatalf("on the closed day: %v", err)
			}
			s.wait(24 * time.Hour)
			s.must(do())
			booked := 0
			s.ask(fmt.Sprintf("SELECT day FROM entries WHERE id > %d", last), func(row *sql.Rows) error {
				var day calendar.Day
				err := row.Scan(&day)
				if booked++; day != today.AddDays(1) {
					t.Errorf("booked on %s, not on %s", day, today.AddDays(1))
				}
				return err
			})
			if booked == 0 {
				t.Error("nothing was booked: it proves nothing")
			}
			s.proved()
		})
	}
}

// orNone scans a number that may be none.
type orNone struct{ n *int }

func (o orNone) Scan(from any) error {
	if n, is := from.(int64); is {
		*o.n = int(n)
	}
	return nil
}

// A verb that enters money and is in none of the lists above is not proved yet.
func TestEveryVerbThatEntersMoneyIsInTheTableOfClosedDays(t *testing.T) {
	known := append(slices.Collect(maps.Keys(moneyVerbs)), append(slices.Collect(maps.Keys(moneyThrough)), planVerbs...)...)
	found := verbsThatReach(t, "InsertDocument", "InsertPayment", "InsertAllocation", "InsertEntry", "InsertTill", "InsertAidReturn", "InsertDepositSlip", "InsertPayout")
	for _, verb := range found {
		if !slices.Contains(known, verb) {
			t.Errorf("%s enters money and is not in the table", verb)
		}
	}
	for _, verb := range known {
		if !slices.Contains(found, verb) {
			t.Errorf("%s enters none any more", verb)
		}
	}
	for verb, like := range moneyThrough {
		if moneyVerbs[like] == nil {
			t.Errorf("%s is as %s, which is not in the table", verb, like)
		}
	}
}

// verbsThatReach lists the verbs of package desk that use one of these
// functions of package sqlite, however far down, as the compiler reads its source.
func verbsThatReach(t *testing.T, sinks ...string) []string {
	t.Helper()
	list, err := exec.Command("go", "list", "-deps", "-export", "-f", "{{if .Export}}{{.ImportPath}}={{.Export}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	exports := map[string]string{}
	for line := range strings.Lines(string(list)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "=")
		exports[path] = file
	}
	set := token.NewFileSet()
	files := []*ast.File{}
	names, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if !strings.HasSuffix(name.Name(), ".go") || strings.HasSuffix(name.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	read := importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("no export data of %s", path)
		}
		return os.Open(exports[path])
	})
	if _, err := (&types.Config{Importer: read}).Check("paddock/backend/desk", set, files, info); err != nil {
		t.Fatal(err)
	}
	uses, verbs := map[types.Object][]types.Object{}, map[string][]types.Object{}
	follow := func(from types.Object, in ast.Node) {
		ast.Inspect(in, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				switch of := info.Uses[n].(type) {
				case *types.Func:
					uses[from] = append(uses[from], of.Origin())
				case *types.Var:
					uses[from] = append(uses[from], of)
				}
			case *ast.BasicLit:
				if of := info.Types[n].Type; n.Kind == token.STRING && of != nil && of.String() == "paddock/backend/club.Verb" {
					verb, _ := strconv.Unquote(n.Value)
					verbs[verb] = append(verbs[verb], from)
				}
			}
			return true
		})
	}
	for _, file := range files {
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				follow(info.Defs[decl.Name], decl)
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if value, is := spec.(*ast.ValueSpec); is {
						for _, name := range value.Names {
							follow(info.Defs[name], value)
						}
					}
				}
			}
		}
	}
	reaches := map[types.Object]bool{}
	reach := func(to types.Object) bool {
		return reaches[to] || to.Pkg() != nil && to.Pkg().Path() == "paddock/backend/sqlite" && slices.Contains(sinks, to.Name())
	}
	for again := true; again; {
		again = false
		for from, to := range uses {
			if !reaches[from] && slices.ContainsFunc(to, reach) {
				reaches[from], again = true, true
			}
		}
	}
	found := []string{}
	for verb, in := range verbs {
		if slices.ContainsFunc(in, func(o types.Object) bool { _, is := o.(*types.Func); return is && reaches[o] }) {
			found = append(found, verb)
		}
	}
	slices.Sort(found)
	return found
}
