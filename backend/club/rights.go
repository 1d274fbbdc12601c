package club

import (
	"slices"

	"paddock/backend/money"
)

// Verb is a use case of package desk by its name: "checkout", "household".
type Verb string

// Who may do a thing, in the words of the table below.
var (
	ownerAlone = []Role{Owner}
	counter    = []Role{Owner, Desk}
	everyone   = []Role{Owner, Desk, Instructor}
	newcomer   = []Role{"", Owner, Desk, Instructor} // also before there is a club
)

// rights is the whole of what each may do: every verb of package desk and the
// roles that may ask it. A verb that is not here is refused to everybody, and a
// test names it.
//
// The instructor sees no amounts: none of the verbs below that are everyone's answers
// with one. Riders' files, medical notes and phones (PRODUCT section 2) they see of
// whom they teach, a week back and a week ahead: which those are, package desk says.
var rights = map[Verb][]Role{
	// One's own place
	"session":    newcomer,
	"openClub":   newcomer,
	"makeSample": newcomer,
	"prefer":     everyone,
	"changePin":  everyone,
	"resetPin":   everyone, // their own, on the command line

	"actions": counter, // their own last ones
	"undo":    counter, // what they may still do
	"redo":    counter,

	// Riders' files
	"riderFiles": everyone,
	"levels":     everyone,

	"draft":     counter, // their own
	"keepDraft": counter,

	// Papers on their way to a printer
	"notePrint":   everyone,
	"refusePrint": everyone,
	"dropPrint":   everyone,

	// Families
	"households":    counter,
	"household":     counter,
	"listRiders":    counter,
	"saveHousehold": counter,
	"saveRider":     counter,
	"saveLicence":   counter,
	"removeLicence": counter,
	"riderPapers":   counter,
	"setPaper":      counter,
	"addScan":       counter,
	"removeScan":    counter,
	"acceptTerms":   counter,
	"resembling":    counter,
	"previewMerge":  counter,
	"merge":         counter,
	"undoMerge":     counter,
	"moveRider":     counter,
	"shareRider":    counter,
	"account":       counter,
	"cards":         counter,
	"search":        counter,
	"setAside":      counter, // the owner brings a list in, the desk mends what waits
	"mendSetAside":  counter,

	// Plan: no amounts
	"plan":             everyone,
	"checkLesson":      everyone,
	"listLessons":      everyone,
	"arenas":           everyone,
	"instructors":      everyone,
	"closedDays":       everyone,
	"series":           counter,
	"saveSeries":       counter,
	"addLesson":        counter,
	"changeLesson":     counter,
	"cancelLesson":     counter,
	"duplicateWeek":    counter,
	"copySeries":       ownerAlone,
	"checkCopySeries":  ownerAlone,
	"saveArena":        ownerAlone,
	"saveInstructor":   ownerAlone,
	"readClosedDays":   ownerAlone,
	"saveClosedDays":   ownerAlone,
	"removeClosedDays": ownerAlone,

	// Sales
	"offersFor":        counter,
	"carts":            counter,
	"cart":             counter,
	"openCart":         counter,
	"addLine":          counter,
	"setQuantity":      counter,
	"typePromo":        counter,
	"giveDiscount":     counter, // whom the policy lets override
	"parkCart":         counter,
	"keepCart":         counter,
	"takeUpCart":       counter,
	"reenrolment":      counter,
	"openReenrolment":  counter,
	"dropCart":         counter,
	"checkout":         counter,
	"receive":          counter,
	"bounce":           counter,
	"bank":             counter,
	"previewStatement": counter,
	"importStatement":  counter,
	"dropStatement":    counter,
	"settleLine":       counter,
	"settlePayout":     counter,
	"keepRepeat":       counter,
	"settleExact":      counter,
	"bounceLine":       counter,
	"markLine":         counter,
	"aidsFor":          counter,
	"aids":             counter,
	"grantAid":         counter,
	"claimAid":         counter,
	"receiveAid":       counter,
	"payAidBack":       counter,
	"refuseAid":        counter,
	"dropPromise":      counter,
	"holders":          counter,
	"bringIn":          counter,
	"refund":           counter,
	"readSlip":         counter,

	// Activities
	"activities":               everyone,
	"activity":                 everyone, // without amounts for instructors
	"planActivity":             counter,
	"enrol":                    counter,
	"previewCancelEnrolment":   counter,
	"cancelEnrolment":          counter, // up to Policy.DeskCreditCents
	"previewCancelActivityDay": counter,
	"cancelActivityDay":        counter, // as cancelEnrolment
	"writeToEnrolled":          counter,
	"writeToHousehold":         counter,
	"exchanges":                counter,

	// Places
	"roster":             everyone, // without amounts for instructors
	"tickRoll":           everyone,
	"callRoll":           everyone,
	"lessonsFor":         counter,
	"freeSlots":          counter,
	"toPlace":            counter,
	"packages":           counter,
	"previewStopPackage": counter,
	"stopPackage":        counter, // up to Policy.DeskCreditCents
	"packageSlots":       counter,
	"previewChangeSlot":  counter,
	"changeSlot":         counter, // up to Policy.DeskCreditCents
	"riderPlan":          counter,
	"cardLedger":         counter,
	"voucherLedger":      counter,
	"bookings":           counter,
	"vouchers":           counter,
	"book":               counter, // against a rule, whom the policy lets override
	"previewCancel":      counter,
	"cancelBooking":      counter,
	"noteAbsence":        counter,
	"extendCard":         counter,
	"joinWaiting":        counter,
	"toTell":             counter,
	"smallGroups":        counter,
	"keepLesson":         counter,
	"merges":             counter,
	"mergeLesson":        counter,
	"markTold":           counter,
	"mails":              counter,
	"rereadMails":        counter,
	"fileMail":           counter,
	"tieMail":            counter,
	"acceptMail":         counter,
	"leaveWaiting":       counter,
	"tendWaiting":        counter,

	"previewCancelLesson": counter,

	// Horses: no amounts
	"horses":        everyone,
	"horsesFor":     everyone,
	"proposeHorses": everyone,
	"giveHorses":    everyone, // against a limit too, with a reason
	"recordFall":    everyone,
	"saveHorse":     counter,
	"restHorse":     counter,
	"careDone":      counter,
	"saveWish":      counter,

	// Documents and money received
	"documents":        counter,
	"listInvoices":     counter,
	"document":         counter,
	"documentNumbered": counter,
	"codes":            counter,
	"creditPreview":    counter,
	"credit":           counter, // up to Policy.DeskCreditCents
	"previewInvoice":   counter,
	"printInvoice":     counter,
	"printInvoices":    counter, // many at once
	"candidates":       counter,
	"invoiceMany":      counter,
	"works":            counter, // one's own
	"previewReceipt":   counter,
	"giftCardCoded":    counter,
	"giftCardSlip":     counter,
	"printReceipt":     counter,
	"payment":          counter,
	"paymentNamed":     counter,
	"payments":         counter,
	"today":            counter,
	"till":             counter,
	"openTill":         counter,
	"countTill":        counter,
	"dropCash":         counter,
	"reminders":        counter,
	"remind":           counter,
	"outbox":           counter,
	"decideMail":       counter,
	"sendMails":        counter,
	"mailInvoices":     counter,
	"mailReceipts":     counter,
	"planDues":         counter,
	"writeOff":         ownerAlone,
	"reopenDebt":       counter, // who is at the counter with the money
	"dispute":          counter,
	"endDispute":       counter,
	"deposits":         counter,
	"depositCheques":   counter,
	"takeSlipBack":     counter,
	"paySlip":          counter,
	"closing":          counter,
	"closings":         counter,
	"closeDay":         counter,
	"closeSpan":        ownerAlone,
	"archive":          ownerAlone,
	"exportEntries":    ownerAlone,
	"events":           ownerAlone,
	"attestation":      ownerAlone,
	"verify":           counter,

	// What the owner decides
	"offers":                counter,
	"stockMovements":        counter,
	"moveStock":             ownerAlone,
	"seasons":               counter,
	"saveOffer":             ownerAlone,
	"archiveOffer":          ownerAlone,
	"restoreOffer":          ownerAlone,
	"duplicateOffer":        ownerAlone,
	"moveOffer":             ownerAlone,
	"duplicateToNextSeason": ownerAlone,
	"seasonPlan":            ownerAlone,
	"prepareSeason":         ownerAlone,
	"imports":               ownerAlone,
	"checkMembers":          ownerAlone,
	"importMembers":         ownerAlone,
	"undoImport":            ownerAlone,
	"exportPersonalData":    ownerAlone,
	"previewErasure":        ownerAlone,
	"eraseHousehold":        ownerAlone,
	"moveIn":                ownerAlone,
	"openings":              ownerAlone,
	"correctOpening":        ownerAlone,
	"saveSeason":            ownerAlone,
	"settings":              ownerAlone,
	"saveSettings":          ownerAlone,
	"keepMailPassword":      ownerAlone,
	"checkMail":             ownerAlone,
	"tryMailRules":          ownerAlone,
	"keepLinkKey":           ownerAlone,
	"checkLinks":            ownerAlone,
	"linkPayments":          counter,
	"settleLinkPayment":     counter,
	"lookAtLinks":           counter,
	"lookAtCartLink":        counter,
	"staff":                 ownerAlone,
	"saveStaff":             ownerAlone,
	"overrides":             ownerAlone,
	"givePin":               ownerAlone,
	"unlockLink":            ownerAlone,
	"unlockCartLink":        ownerAlone,
	"confirmClock":          ownerAlone,
	"entries":               ownerAlone, // and everything that is made of them
	"restore":               ownerAlone,
	"backup":                ownerAlone,
}

// MayAsk lists the roles a verb is for; none for a verb nobody knows.
func MayAsk(verb Verb) []Role { return rights[verb] }

// May reports whether a role may ask a verb.
func (r Role) May(verb Verb) bool { return slices.Contains(rights[verb], r) }

// Verbs lists what a role may ask, in alphabetical order, never nil.
func (r Role) Verbs() []Verb {
	verbs := []Verb{}
	for verb := range rights {
		if r.May(verb) {
			verbs = append(verbs, verb)
		}
	}
	slices.Sort(verbs)
	return verbs
}

// MayOverride lists who may sell what does not fit, with a reason: the owner,
// and the desk where the policy lets it.
func (p Policy) MayOverride() []Role {
	if p.DeskOverrides {
		return counter
	}
	return ownerAlone
}

// MayCredit lists who may give back this much by a credit note: the owner, and
// the desk up to the policy's amount.
func (p Policy) MayCredit(cents money.Cents) []Role {
	if cents <= p.DeskCreditCents {
		return counter
	}
	return ownerAlone
}
