package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// mostActions is how many of a person's last actions can be undone (PRODUCT
// section 9, Requests).
const mostActions = 20

// back is an inverse verb and what it is given.
type back struct {
	verb  club.Verb
	input any
}

// act says in a write what the person does, so that write keeps it with the
// steps that take it back, in the order things were done. No step: nothing was
// changed.
func act(tx *sqlite.Tx, what, about string, household club.HouseholdID, steps ...back) error {
	tx.Done = &sqlite.Action{What: what, About: about, Household: household}
	for _, s := range steps {
		input, err := json.Marshal(s.input)
		if err != nil {
			return fmt.Errorf("keep action: %w", err)
		}
		tx.Done.Steps = append(tx.Done.Steps, sqlite.Step{Verb: s.verb, Input: input})
	}
	return nil
}

// noActions are writes that change nothing a person could want back: their own
// screen, papers that are printed, files that are made, and undoing itself.
var noActions = map[club.Verb]bool{
	"prefer": true, "changePin": true, "resetPin": true, "archive": true, "exportEntries": true, "attestation": true, "openClub": true, "makeSample": true, "backup": true,
	"printInvoice": true, "printInvoices": true, "printReceipt": true, "exportPersonalData": true, "confirmClock": true, "undo": true, "redo": true, "keepDraft": true,
	"notePrint": true, "refusePrint": true, "dropPrint": true,
	"keepMailPassword": true, "checkMail": true, "keepLinkKey": true, "checkLinks": true, "lookAtLinks": true, "lookAtCartLink": true, "rereadMails": true, "sendMails": true,
	"tendWaiting": true, // the clock does it
	"invoiceMany": true, // a thousand of them would leave nothing else to undo
}

// lasting says of a verb why nothing takes it back, and what to do instead.
// Money is sealed: it is corrected and never undone. A verb that says neither how
// it is undone nor why not is as lasting as CodeLasting; a test names those.
var lasting = map[club.Verb]club.Code{
	// Documents: a credit note corrects them.
	"checkout": club.CodeLastingInvoice, "credit": club.CodeLastingInvoice, "stopPackage": club.CodeLastingInvoice, "changeSlot": club.CodeLastingInvoice,
	"cancelEnrolment": club.CodeLastingInvoice, "cancelActivityDay": club.CodeLastingInvoice,
	// Money that came or went.
	"receive": club.CodeLastingPayment, "refund": club.CodeLastingPayment, "bounce": club.CodeLastingPayment, "bringIn": club.CodeLastingPayment,
	"settleLine": club.CodeLastingPayment, "settleExact": club.CodeLastingPayment, "settlePayout": club.CodeLastingPayment, "bounceLine": club.CodeLastingPayment,
	"settleLinkPayment": club.CodeLastingPayment, "dropPromise": club.CodeLastingPayment, "openTill": club.CodeLastingPayment, "countTill": club.CodeLastingPayment,
	"dropCash": club.CodeLastingPayment, "closeDay": club.CodeLastingPayment, "closeSpan": club.CodeLastingPayment, "grantAid": club.CodeLastingPayment,
	"claimAid": club.CodeLastingPayment, "receiveAid": club.CodeLastingPayment, "payAidBack": club.CodeLastingPayment, "refuseAid": club.CodeLastingPayment,
	"depositCheques": club.CodeLastingDeposit, "paySlip": club.CodeLastingDeposit, "takeSlipBack": club.CodeLastingSlip,
	"markLine":    club.CodeLastingLine,    // a payout taken back; other marks keep a step
	"saveLicence": club.CodeLastingLicence, // one that was sold; others keep a step
	"writeOff":    club.CodeLastingWriteOff, "reopenDebt": club.CodeLastingReopened, "planDues": club.CodeLastingPlan,
	"moveIn": club.CodeLastingOpening, "correctOpening": club.CodeLastingOpening,
	"callRoll": club.CodeLastingRoll, // it is closed: units are spent, revenue is booked
	// What has left the club.
	"remind": club.CodeLastingReminder, "mailInvoices": club.CodeLastingMail, "mailReceipts": club.CodeLastingMail, "writeToEnrolled": club.CodeLastingMail, "writeToHousehold": club.CodeLastingMail,
	"decideMail": club.CodeLastingMail, "unlockLink": club.CodeLastingLink, "unlockCartLink": club.CodeLastingLink,
	// What is done again instead, from the same file or list.
	"mendSetAside": club.CodeLastingImport, "undoImport": club.CodeLastingAgain, "dropStatement": club.CodeLastingAgain, "undoMerge": club.CodeLastingAgain,
	"saveSettings": club.CodeLastingCountry, "planActivity": club.CodeLastingDays, // as far as they keep no step
	// What is kept nowhere any more.
	"eraseHousehold": club.CodeLastingErased, "removeScan": club.CodeLastingErased, "givePin": club.CodeLastingPIN,
}

// keepAction keeps what a write did. Without an idempotency key nobody did it at
// a screen: a sample club is made, the command line runs.
func keepAction(tx *sqlite.Tx, req Request, verb club.Verb, out any) error {
	if req.Key == "" || noActions[verb] {
		return nil
	}
	action := tx.Done
	if action == nil {
		action = &sqlite.Action{What: string(verb), About: aboutMoney(out), Lasting: club.CodeLasting}
		if code, known := lasting[verb]; known {
			action.Lasting = code
		}
	}
	if len(action.Steps) == 0 && action.Lasting == "" {
		return nil
	}
	action.Verb = verb
	return tx.InsertAction(*action, req.Actor.ID, mostActions)
}

// aboutMoney is the number of the paper a write gave.
func aboutMoney(out any) string {
	switch made := out.(type) {
	case Sale:
		return made.Invoice.Number
	case DocumentView:
		return made.Number
	}
	return ""
}

// Actions lists what the person who asks did last, the latest first.
func (d *Desk) Actions(ctx context.Context, actor club.Actor) ([]sqlite.Action, error) {
	return read(ctx, d, "actions", func(tx *sqlite.Tx) ([]sqlite.Action, error) { return tx.Actions(actor.ID) })
}

// undoing is what an inverse verb works in.
type undoing struct {
	d      *Desk
	tx     *sqlite.Tx
	c      clubNow
	actor  club.Actor
	action sqlite.Action
}

// inverses are the verbs that undo. Each puts back what its input says, and
// refuses when that no longer says what the action left: something depends on it.
var inverses = map[club.Verb]func(undoing, json.RawMessage) (json.RawMessage, error){
	"saveHousehold":    inverse(undoHousehold),
	"removeHousehold":  inverse(undoNewHousehold),
	"saveRider":        inverse(undoRider),
	"removeRider":      inverse(undoNewRider),
	"moveRider":        inverse(undoMove),
	"shareRider":       inverse(undoShare),
	"setPaper":         inverse(undoPapers),
	"removeScan":       inverse(undoScan),
	"saveLicence":      inverse(undoLicences),
	"undoMerge":        inverse(undoMerge),
	"undoImport":       inverse(undoImported),
	"waitAgain":        inverse(undoLeftOut),
	"saveOffer":        inverse(undoOffer),
	"removeOffer":      inverse(undoNewOffer),
	"placeOffers":      inverse(undoOrder),
	"takeStockBack":    inverse(undoStock),
	"saveCart":         inverse(undoCart),
	"keepReenrolments": inverse(undoReenrolments),
	"changeSlot":       inverse(undoSlot),
	"saveSettings":     inverse(undoSettings),
	"saveLevels":       inverse(undoLevels),
	"saveSeason":       inverse(undoSeason),
	"removeSeason":     inverse(undoNewSeason),
	"saveArena":        inverse(undoArena),
	"removeArena":      inverse(undoNewArena),
	"saveInstructor":   inverse(undoInstructor),
	"saveClosedDays":   inverse(undoClosedDays),
	"restoreLessons":   inverse(undoPlan),
	"removeSeries":     inverse(undoNewSeries),
	"unbook":           inverse(undoBooking),
	"retakePlace":      inverse(undoCancel),
	"unmerge":          inverse(undoMergedLesson),
	"leaveWaiting":     inverse(undoWaiting),
	"rejoinWaiting":    inverse(undoLeaving),
	"saveStaff":        inverse(undoStaff),
	"forgetAcceptance": inverse(undoAcceptance),
	"shortenCard":      inverse(undoExtension),
	"tickRoll":         inverse(undoTick),
	"saveHorse":        inverse(undoHorse),
	"removeHorse":      inverse(undoNewHorse),
	"removeFall":       inverse(undoFall),
	"saveWish":         inverse(undoWish),
	"giveHorses":       inverse(undoHorses),
	"markTold":         inverse(undoTold),
	"undispute":        inverse(undoDispute),
	"markLine":         inverse(undoMark),
	"dropStatement":    inverse(undoStatements),
	"dropRepeat":       inverse(undoRepeat),
	"endMail":          inverse(undoMail),
	"tieMail":          inverse(undoTie),
}

// turning is the input of an inverse that says what was and what is: turned
// around, the same inverse does again what it undid.
type turning interface{ turned() any }

// inverse reads the input of an undo. What it answers is the input that does it
// again; nil when nothing does.
func inverse[In any](undo func(undoing, In) error) func(undoing, json.RawMessage) (json.RawMessage, error) {
	return func(u undoing, raw json.RawMessage) (json.RawMessage, error) {
		var in In
		if err := json.Unmarshal(raw, &in); err != nil {
			return nil, fmt.Errorf("undo %s: %w", u.action.What, err)
		}
		if err := undo(u, in); err != nil {
			return nil, err
		}
		if both, turns := any(in).(turning); turns {
			return json.Marshal(both.turned())
		}
		return nil, nil
	}
}

// Undo takes one of the person's last actions back by its inverse verbs, as
// whoever may still do it, and shows it. What an action of money did is not
// undone; it says what to do instead.
func (d *Desk) Undo(ctx context.Context, req Request, id int64) (sqlite.Action, error) {
	return write(ctx, d, req, "undo", id, func(tx *sqlite.Tx) (sqlite.Action, error) {
		return d.takeBack(tx, req.Actor, id, func(action sqlite.Action) error {
			switch {
			case action.UndoneAt != "":
				return club.Refuse(club.CodeUndone)
			case action.Lasting != "":
				return club.Refuse(action.Lasting)
			}
			return nil
		})
	})
}

// Redo does again what the person took back, where what was and what is are both
// known and nothing was changed since; what an undo removed is not made anew.
func (d *Desk) Redo(ctx context.Context, req Request, id int64) (sqlite.Action, error) {
	return write(ctx, d, req, "redo", id, func(tx *sqlite.Tx) (sqlite.Action, error) {
		return d.takeBack(tx, req.Actor, id, func(action sqlite.Action) error {
			if !action.Again {
				return club.Refuse(club.CodeNoRedo)
			}
			return nil
		})
	})
}

// takeBack runs the steps of an action, which then takes itself back: undone it
// can be done again, done again it can be undone.
func (d *Desk) takeBack(tx *sqlite.Tx, actor club.Actor, id int64, stands func(sqlite.Action) error) (action sqlite.Action, err error) {
	c, err := loadClub(tx)
	if err != nil {
		return action, err
	}
	if action, err = tx.Action(actor.ID, id); err != nil {
		return action, refused(err, club.CodeActionNotFound)
	}
	if err := stands(action); err != nil {
		return action, err
	}
	if err := allow(tx, actor, action.Verb); err != nil {
		return action, err
	}
	u := undoing{d, tx, c, actor, action}
	turned := []sqlite.Step{}
	for _, s := range slices.Backward(action.Steps) {
		undo, known := inverses[s.Verb]
		if !known { // another version of the program kept it
			return action, club.Refuse(club.CodeLasting)
		}
		input, err := undo(u, s.Input)
		if err != nil {
			return action, err
		}
		if input != nil {
			turned = append(turned, sqlite.Step{Verb: s.Verb, Input: input})
		}
	}
	if len(turned) < len(action.Steps) { // half of it is not the action
		turned = nil
	}
	if action, err = tx.TurnAction(action, turned); err != nil {
		return action, err
	}
	if c, err = loadClub(tx); err != nil { // a setting may be what came back
		return action, err
	}
	return action, releaseLinks(tx, c, actor)
}

// change is the fields of a record that an action changed: what they said, and
// what they say since. A field that is missing was not there.
type change struct {
	Before map[string]json.RawMessage `json:"before"`
	After  map[string]json.RawMessage `json:"after"`
}

// changed compares a record before and after an action, field by field.
func changed(before, after any) (change, error) {
	c := change{}
	var err error
	if c.Before, err = fieldsOf(before); err != nil {
		return c, err
	}
	if c.After, err = fieldsOf(after); err != nil {
		return c, err
	}
	for name, value := range maps.Clone(c.Before) {
		if same(value, c.After[name]) {
			delete(c.Before, name)
			delete(c.After, name)
		}
	}
	return c, nil
}

// turned is the way back again.
func (c change) turned() change { return change{c.After, c.Before} }

// none reports whether nothing was changed.
func (c change) none() bool { return len(c.Before)+len(c.After) == 0 }

// putBack is the record as it was: into points at one, which is read into. It
// refuses when a field no longer says what the action left.
func (c change) putBack(now, into any) error {
	fields, err := fieldsOf(now)
	if err != nil {
		return err
	}
	for name := range c.Before {
		if _, left := c.After[name]; !left && fields[name] != nil {
			return club.Refuse(club.CodeUndoChanged)
		}
	}
	for name, value := range c.After {
		if !same(value, fields[name]) {
			return club.Refuse(club.CodeUndoChanged)
		}
		delete(fields, name)
	}
	maps.Copy(fields, c.Before)
	raw, err := json.Marshal(fields)
	if err != nil {
		return fmt.Errorf("put back: %w", err)
	}
	return json.Unmarshal(raw, into)
}

func fieldsOf(record any) (map[string]json.RawMessage, error) {
	raw, err := json.Marshal(record)
	if err != nil {
		return nil, fmt.Errorf("fields of a record: %w", err)
	}
	fields := map[string]json.RawMessage{}
	return fields, json.Unmarshal(raw, &fields)
}

// same compares two JSON values whatever their form.
func same(a, b json.RawMessage) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	var left, right any
	return json.Unmarshal(a, &left) == nil && json.Unmarshal(b, &right) == nil && reflect.DeepEqual(left, right)
}

// added is a row an action made, with what it said.
type added struct {
	ID   int64                      `json:"id"`
	Said map[string]json.RawMessage `json:"said"`
}

func newRow(id int64, record any) (added, error) {
	said, err := fieldsOf(record)
	return added{id, said}, err
}

// takeAway removes the row of an added thing, unless it says something else by
// now or something hangs on it.
func (u undoing) takeAway(table string, row added, now any) error {
	if err := (change{After: row.Said}).putBack(now, &struct{}{}); err != nil {
		return err
	}
	hanging, err := u.tx.Hanging(table, row.ID)
	if err != nil {
		return err
	}
	for _, other := range hanging {
		if soldTo[other] {
			return club.Refuse(club.CodeUndoSold)
		}
	}
	if len(hanging) > 0 {
		return club.Refuse(club.CodeUndoUsed)
	}
	return u.tx.Remove(table, row.ID)
}
