package desk

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// offerFields is what the desk writes of an offer; its place in the list is
// another action's.
func offerFields(o catalogue.Offer) catalogue.Offer {
	o.Version, o.Position = 0, 0
	return o
}

// actOffer says what an action did to an offer; the zero one before it was added.
func actOffer(tx *sqlite.Tx, what string, before, after catalogue.Offer) error {
	if before.ID == 0 {
		row, err := newRow(int64(after.ID), offerFields(after))
		if err != nil {
			return err
		}
		return act(tx, what, after.Name, 0, back{"removeOffer", row})
	}
	c, err := changed(offerFields(before), offerFields(after))
	if err != nil || c.none() {
		return firstError(err, act(tx, what, after.Name, 0))
	}
	return act(tx, what, after.Name, 0, back{"saveOffer", recordChange{int64(after.ID), c}})
}

func undoOffer(u undoing, in recordChange) error {
	offer, err := u.tx.Offer(catalogue.OfferID(in.ID))
	if err != nil {
		return refused(err, club.CodeOfferNotFound)
	}
	var was catalogue.Offer
	if err := in.Change.putBack(offerFields(offer), &was); err != nil {
		return err
	}
	was.Version = offer.Version
	checked, err := checkOffer(u.tx, u.c, was)
	if err != nil {
		return err
	}
	checked.Archived = was.Archived
	checked.Terms.ValidFrom, checked.Terms.ValidThrough = was.Terms.ValidFrom, was.Terms.ValidThrough
	_, err = putOffer(u.tx, u.c, checked)
	return err
}

func undoNewOffer(u undoing, in added) error {
	offer, err := u.tx.Offer(catalogue.OfferID(in.ID))
	if err != nil {
		return refused(err, club.CodeOfferNotFound)
	}
	return u.takeAway("offers", in, offerFields(offer))
}

// order is the offers of a kind, as they stood and stand.
type order struct {
	Kind   catalogue.Kind      `json:"kind"`
	Before []catalogue.OfferID `json:"before"`
	After  []catalogue.OfferID `json:"after"`
}

func (o order) turned() any { return order{o.Kind, o.After, o.Before} }

func undoOrder(u undoing, in order) error {
	now, err := orderOf(u.tx, in.Kind)
	if err != nil {
		return err
	}
	if !slices.Equal(now, in.After) {
		return club.Refuse(club.CodeUndoChanged)
	}
	return u.tx.PlaceOffers(in.Before)
}

// orderOf lists the offers of a kind in their order.
func orderOf(tx *sqlite.Tx, kind catalogue.Kind) ([]catalogue.OfferID, error) {
	all, err := tx.Offers()
	var ids []catalogue.OfferID
	for _, o := range all {
		if o.Kind == kind {
			ids = append(ids, o.ID)
		}
	}
	return ids, err
}

// cartChange is what an action changed of a cart: its state, its code, and its
// lines by their ids.
type cartChange struct {
	Cart   billing.CartID `json:"cart"`
	Change change         `json:"change"`
}

func (c cartChange) turned() any { c.Change = c.Change.turned(); return c }

const (
	cartState = "state"
	cartPromo = "promo"
	cartKept  = "kept"
)

// kept is what a cart waits for, and until when.
type kept struct {
	Awaits billing.Awaits `json:"awaits"`
	Until  time.Time      `json:"until"`
}

// cartFields is a cart as changed compares it.
func cartFields(tx *sqlite.Tx, id billing.CartID) (map[string]any, error) {
	cart, err := tx.Cart(id)
	if err != nil {
		return nil, err
	}
	fields := map[string]any{cartState: cart.State, cartPromo: cart.Promo, cartKept: kept{}}
	if cart.Awaits != "" {
		fields[cartKept] = kept{cart.Awaits, cart.KeptUntil}
	}
	lines, err := tx.CartRows(id)
	for _, line := range lines {
		fields[strconv.FormatInt(line.ID, 10)] = line
	}
	return fields, err
}

// actCart says what an action did to a cart, with the fields it had before it.
func actCart(tx *sqlite.Tx, what string, view CartView, before map[string]any) error {
	after, err := cartFields(tx, view.ID)
	if err != nil {
		return err
	}
	c, err := changed(before, after)
	if err != nil || c.none() {
		return firstError(err, act(tx, what, view.HouseholdName, view.Household))
	}
	return act(tx, what, view.HouseholdName, view.Household, back{"saveCart", cartChange{view.ID, c}})
}

func undoCart(u undoing, in cartChange) error {
	cart, err := u.tx.Cart(in.Cart)
	if err != nil {
		return refused(err, club.CodeCartNotFound)
	}
	if cart.State == billing.CartIssued {
		return club.Refuse(club.CodeLastingInvoice)
	}
	now, err := cartFields(u.tx, in.Cart)
	if err != nil {
		return err
	}
	was := map[string]json.RawMessage{}
	if err := in.Change.putBack(now, &was); err != nil {
		return err
	}
	if err := firstError(json.Unmarshal(was[cartState], &cart.State), json.Unmarshal(was[cartPromo], &cart.Promo)); err != nil {
		return err
	}
	if text, moved := was[cartKept]; moved {
		var k kept
		if err := json.Unmarshal(text, &k); err != nil {
			return err
		}
		cart.Awaits, cart.KeptUntil = k.Awaits, k.Until
		cart.ExpiresAt = u.c.endOf(cart)
	}
	for _, name := range slices.Sorted(maps.Keys(in.Change.After)) {
		if id, err := strconv.ParseInt(name, 10, 64); err == nil {
			if err := release(u.tx, u.c, u.actor, id); err != nil {
				return err
			}
			if err := u.tx.RemoveCartLine(in.Cart, id); err != nil {
				return err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(in.Change.Before)) {
		if _, err := strconv.ParseInt(name, 10, 64); err != nil {
			continue
		}
		var line sqlite.CartRow
		if err := json.Unmarshal(was[name], &line); err != nil {
			return err
		}
		if _, err := u.tx.InsertCartLine(in.Cart, line); err != nil {
			return err
		}
	}
	if err := u.tx.TouchCart(cart); err != nil {
		return err
	}
	if err := u.retakePlaces(in.Cart); err != nil {
		return err
	}
	return followCart(u.tx, u.c, u.actor, in.Cart)
}

// retakePlaces lets the places follow a cart that was put back: one that lives
// has those of all its lines again, or the undoing is refused; one that does not
// holds none.
func (u undoing) retakePlaces(id billing.CartID) error {
	cart, err := u.tx.Cart(id)
	if err != nil {
		return err
	}
	if cart.State == billing.CartDropped {
		return release(u.tx, u.c, u.actor, cart.LineIDs()...)
	}
	for _, line := range cart.Lines {
		if !line.Gone || !u.tx.Now.Before(cart.ExpiresAt) {
			continue
		}
		if err := reseat(u.tx, u.c, u.actor, cart, line); err != nil {
			return err
		}
	}
	return nil
}

// whole holds a section of the settings, which may be a list, as a record of one
// field; the fields of one that is no list are compared one by one.
func whole(value any) any {
	if reflect.Indirect(reflect.ValueOf(value)).Kind() == reflect.Struct {
		return value
	}
	return map[string]any{"": value}
}

// sectionChange is what an action changed of a section of the settings.
type sectionChange struct {
	Section sqlite.Section `json:"section"`
	Change  change         `json:"change"`
}

func (s sectionChange) turned() any { s.Change = s.Change.turned(); return s }

// actSection says what a change of the settings did.
func actSection(tx *sqlite.Tx, section sqlite.Section, old, value any) error {
	c, err := changed(whole(old), whole(value))
	if err != nil || c.none() {
		return firstError(err, act(tx, "saveSettings", "", 0))
	}
	if _, moved := c.After["country"]; moved && section == sqlite.SectionIdentity {
		return nil // the country's rates, sentences and levels came with it: lasting
	}
	return act(tx, "saveSettings."+string(section), "", 0, back{"saveSettings", sectionChange{section, c}})
}

// undoSettings is a new change of the settings, checked and sealed like any.
func undoSettings(u undoing, in sectionChange) error {
	old := sections(&u.c.Settings)[in.Section]
	check, known := sectionChecks[in.Section]
	if !known {
		return club.Refuse(club.CodeLasting)
	}
	was := map[string]json.RawMessage{}
	if err := in.Change.putBack(whole(old), &was); err != nil {
		return err
	}
	raw, list := was[""]
	if !list {
		var err error
		if raw, err = json.Marshal(was); err != nil {
			return err
		}
	}
	value, err := check(u.tx, u.c, raw)
	if err != nil {
		return err
	}
	return putSection(u.tx, u.actor, in.Section, old, value)
}

// sectionCheck reads and checks a section of the settings.
type sectionCheck func(*sqlite.Tx, clubNow, json.RawMessage) (any, error)

// sectionChecks check a section that is put back as they do one that is saved.
var sectionChecks = map[sqlite.Section]sectionCheck{
	sqlite.SectionIdentity:  checkedBy(func(_ *sqlite.Tx, _ clubNow, value club.Identity) (club.Identity, error) { return checkIdentity(value) }),
	sqlite.SectionPolicy:    checkedBy(checkRules),
	sqlite.SectionMail:      checkedBy(checkMail),
	sqlite.SectionMailRules: checkedBy(checkMailRules),
	sqlite.SectionVAT:       checkedBy(checkRates),
	sqlite.SectionMentions:  checkedBy(checkMentions),
	sqlite.SectionTerms:     checkedBy(checkTerms),
	sqlite.SectionPapers: checkedBy(func(_ *sqlite.Tx, c clubNow, value []club.AskedPaper) ([]club.AskedPaper, error) {
		return checkPapers(c, value)
	}),
	sqlite.SectionDiscounts: checkedBy(checkDiscounts),
}

func checkedBy[V any](check func(*sqlite.Tx, clubNow, V) (V, error)) sectionCheck {
	return func(tx *sqlite.Tx, c clubNow, raw json.RawMessage) (any, error) {
		var value V
		if err := json.Unmarshal(raw, &value); err != nil {
			return nil, err
		}
		return check(tx, c, value)
	}
}

// seasonChange is a season as it was and is.
type seasonChange struct {
	Before calendar.Season `json:"before"`
	After  calendar.Season `json:"after"`
}

func (s seasonChange) turned() any { return seasonChange{s.After, s.Before} }

func undoSeason(u undoing, in seasonChange) error {
	seasons, err := u.tx.Seasons()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(seasons, in.After.Same) {
		return club.Refuse(club.CodeUndoChanged)
	}
	if err := checkSeason(in.Before, seasons); err != nil {
		return err
	}
	if _, err := u.tx.SaveSeason(in.Before); err != nil {
		return err
	}
	if _, err := seasonMoved(u.tx, u.actor, in.After, in.Before, true); err != nil {
		return err
	}
	if err := seasonRecognised(u.tx, u.actor, in.Before); err != nil {
		return err
	}
	return u.tx.Seal(journal.SettingsChanged, u.actor, "", settingsChange{"season", in.After, in.Before})
}

// firstError is the first of them that is one.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
