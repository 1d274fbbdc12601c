package desk_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"paddock/backend/club"
)

// unasked are the exported methods of Desk that need no right, and why.
var unasked = map[string]string{
	"Close":       "ends the program",
	"Log":         "where faults are told",
	"Revision":    "a count of writes; the door of the API asks for a seat",
	"Language":    "for texts of the program itself",
	"Settings":    "for texts of the program itself",
	"Person":      "finds who acts, on the command line",
	"Check":       "reads nothing",
	"WatchMail":   "the program itself reads the mailbox",
	"MailKeeper":  "the same",
	"Seated":      "the seat",
	"Stay":        "the seat",
	"KeepSending": "the program itself: it sends what people wrote",
	"Lock":        "the seat",
	"SitDown":     "the seat: the PIN is the right",
	"SessionHere": "the seat",
}

// Every exported verb reaches the one place that asks the table of rights, under
// a name the table knows, and the table knows no other.
func TestEveryVerbOfTheDeskStatesTheRightItAsks(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	bodies, exported := map[string]*ast.FuncDecl{}, []string{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, is := d.(*ast.FuncDecl)
			if !is {
				continue
			}
			bodies[f.Name.Name] = f
			if f.Recv != nil && f.Name.IsExported() && receiver(f) == "Desk" {
				exported = append(exported, f.Name.Name)
			}
		}
	}
	said := map[club.Verb]bool{}
	for _, f := range bodies {
		for _, verb := range asked(f) {
			if len(club.MayAsk(verb)) == 0 {
				t.Errorf("%s asks %q, which club/rights.go does not know", f.Name.Name, verb)
			}
			said[verb] = true
		}
	}
	for _, name := range exported {
		asks, verbs := reaches(bodies, name, map[string]bool{})
		for verb := range verbs {
			said[verb] = true
		}
		if why, exempt := unasked[name]; exempt {
			if len(why) == 0 {
				t.Errorf("%s: why does nobody need a right for it?", name)
			}
			continue
		}
		if !asks || len(verbs) == 0 {
			t.Errorf("%s asks no right: pass its verb to read or write and put it into club/rights.go", name)
		}
	}
	for name := range unasked {
		if _, is := bodies[name]; !is {
			t.Errorf("%s is no verb any more", name)
		}
	}
	for _, verb := range club.Owner.Verbs() {
		if !said[verb] {
			t.Errorf("club/rights.go knows %q, which no verb asks", verb)
		}
	}
}

// asked lists the verbs a function names where it calls read or write, or makes a list.
func asked(f *ast.FuncDecl) (verbs []club.Verb) {
	place := map[string]int{"read": 2, "write": 3, "once": 3, "allow": 2, "listed": 1}
	ast.Inspect(f, func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is {
			return true
		}
		name, is := call.Fun.(*ast.Ident)
		if !is || place[name.Name] == 0 || len(call.Args) <= place[name.Name] {
			return true
		}
		if text, is := call.Args[place[name.Name]].(*ast.BasicLit); is {
			verb, _ := strconv.Unquote(text.Value)
			verbs = append(verbs, club.Verb(verb))
		}
		return true
	})
	return verbs
}

func receiver(f *ast.FuncDecl) string {
	star, is := f.Recv.List[0].Type.(*ast.StarExpr)
	if !is {
		return ""
	}
	name, _ := star.X.(*ast.Ident)
	return name.Name
}

// reaches follows the calls of a function and tells whether it comes to read or
// write, and which words of the table it says on the way.
func reaches(bodies map[string]*ast.FuncDecl, name string, been map[string]bool) (asks bool, verbs map[club.Verb]bool) {
	verbs = map[club.Verb]bool{}
	f := bodies[name]
	if been[name] || f == nil || f.Body == nil {
		return false, verbs
	}
	been[name] = true
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); err == nil && len(club.MayAsk(club.Verb(text))) > 0 {
				verbs[club.Verb(text)] = true
			}
		case *ast.Ident:
			if n.Name == "read" || n.Name == "write" || n.Name == "once" || n.Name == "listed" {
				asks = true
				break
			}
			deeper, more := reaches(bodies, n.Name, been)
			asks = asks || deeper
			for verb := range more {
				verbs[verb] = true
			}
		}
		return true
	})
	return asks, verbs
}

func TestTheInstructorIsAnsweredWithNoVerbThatHoldsAnAmount(t *testing.T) {
	for _, verb := range club.Instructor.Verbs() {
		switch verb {
		case "session", "openClub", "makeSample", "prefer", "changePin", "resetPin", "riderFiles", "levels",
			"roster", "activity", "activities", "tickRoll", "callRoll", // the amounts of the first two are left out for them
			"plan", "checkLesson", "listLessons", "arenas", "instructors", "closedDays",
			"horses", "horsesFor", "proposeHorses", "giveHorses", "recordFall", "notePrint", "refusePrint", "dropPrint":
		default:
			t.Errorf("%q: does its answer hold an amount? If not, name it here", verb)
		}
	}
	if !club.Desk.May("checkout") || club.Desk.May("saveSettings") || club.Desk.May("saveStaff") || club.Desk.May("backup") {
		t.Error("the desk sells, and does not settle, hire or export")
	}
	if club.Owner.May("unheardOf") {
		t.Error("a verb that is not in the table is for nobody")
	}
}
