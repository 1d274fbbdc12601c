package statement

import (
	"slices"
	"strconv"
	"strings"

	"paddock/backend/club"
)

// Column is what a column of a table holds.
type Column string

// The columns of a table: a day, and either an amount or one for each direction,
// are needed. Several may hold text.
const (
	ColumnDate      Column = "date"
	ColumnValueDate Column = "valueDate"
	ColumnAmount    Column = "amount"
	ColumnDirection Column = "direction" // of an amount without a sign
	ColumnDebit     Column = "debit"
	ColumnCredit    Column = "credit"
	ColumnBalance   Column = "balance"
	ColumnText      Column = "text"
	ColumnName      Column = "name"
	ColumnIBAN      Column = "iban"
	ColumnReference Column = "reference"
	ColumnBankRef   Column = "bankRef"
	ColumnCurrency  Column = "currency"
	ColumnAccount   Column = "account"
)

// Columns lists them in the order they are offered.
var Columns = []Column{
	ColumnDate, ColumnValueDate, ColumnAmount, ColumnDirection, ColumnDebit, ColumnCredit, ColumnText, ColumnName, ColumnIBAN,
	ColumnReference, ColumnBankRef, ColumnBalance, ColumnCurrency, ColumnAccount,
}

// Layout is how a table is read: its headings, and what each column holds.
type Layout struct {
	Headings []string `json:"headings" nullable:"false"`
	Columns  []Column `json:"columns" nullable:"false" doc:"What each holds; empty for one that is not read"`
}

// Choice says what holds a column: its heading, or its number from 1. An empty
// one says that nothing does.
type Choice struct {
	Column  Column `json:"column" enum:"date,valueDate,amount,direction,debit,credit,text,name,iban,reference,bankRef,balance,currency,account"`
	Heading string `json:"heading"`
}

// headingsOf are the words French, Belgian and other banks write over their
// columns, folded and without spaces.
var headingsOf = map[Column]string{
	ColumnDate: "date dateoperation dateoperationcomptable datecomptable datecompta datecomptabilisation dateecriture dateoperations datedoperation " +
		"datum boekdatum boekingsdatum uitvoeringsdatum transactiedatum dateexecution bookingdate transactiondate posteddate posted buchungstag",
	ColumnValueDate: "datevaleur datedevaleur valeur valuta valutadatum rentedatum valuedate",
	ColumnAmount:    "montant montanteuro montanteur montanteneuros montantoperation montantdeloperation bedrag bedrageur bedragineur amount amounteur betrag",
	ColumnDirection: "afbij bijaf sens sensoperation sensdeloperation debitcredit creditdebit debetcredit creditdebet dc cd creditdebitindicator directionoftransaction",
	ColumnDebit:     "debit debiteur debiteuros debits montantdebit af uitgaven withdrawal withdrawals paidout moneyout",
	ColumnCredit:    "credit crediteur crediteuros credits montantcredit bij inkomsten deposit deposits paidin moneyin",
	ColumnBalance:   "solde soldeapresoperation soldecomptable saldo saldonatransactie saldonaboeking balance runningbalance",
	ColumnText: "libelle libelles libelleoperation libellesimplifie libellecomplet libelledetaille detail details detailoperation infoscomplementaires informationscomplementaires informations communication communications " +
		"motif typeoperation omschrijving mededeling mededelingen vrijemededeling description memo remittance remittanceinformation narrative text verwendungszweck",
	ColumnName: "nom contrepartie nomcontrepartie nomdelacontrepartie nomdutiers tiers beneficiaire emetteur donneurdordre tegenpartij naamtegenpartij naamvandetegenpartij naam " +
		"name counterparty counterpartyname payee payer",
	ColumnIBAN: "ibancontrepartie comptecontrepartie comptedelacontrepartie comptetiers rekeningtegenpartij rekeningvantegenpartij tegenrekening ibantegenpartij " +
		"tegenpartijiban counterpartyiban counterpartyaccount",
	ColumnReference: "reference references ref communicationstructuree structuredcommunication gestructureerdemededeling kenmerk betalingskenmerk endtoendid " +
		"referenceclient",
	ColumnBankRef: "referencebancaire referencebanque referenceoperation referencedeloperation referencetransaction numerooperation numoperation numerodetransaction bankreferentie bankref transactiereferentie referentie " +
		"bankreference transactionreference transactionid fitid volgnummer",
	ColumnCurrency: "devise devisedecompte munt muntsoort valutacode currency",
	ColumnAccount:  "compte numerocompte numerodecompte ncompte iban ibandecompte rekening rekeningnummer ibanrekening account accountnumber",
}

var columnOf = func() map[string]Column {
	byWord := map[string]Column{}
	for column, list := range headingsOf {
		for word := range strings.FieldsSeq(list) {
			byWord[strings.ToLower(word)] = column
		}
	}
	return byWord
}()

func guess(heading string) Column { return columnOf[strings.Join(club.Words(heading), "")] }

// findHead finds the row of headings: the one that names most columns.
func findHead(rows []Row, choices []Choice) (at int, best Layout) {
	most := -1
	for i, row := range rows[:min(len(rows), 30)] {
		layout := lay(row.Cells, choices)
		if named := len(row.Cells) - count(layout.Columns, ""); named > most {
			at, best, most = i, layout, named
		}
	}
	return at, best
}

func count(columns []Column, what Column) (n int) {
	for _, c := range columns {
		if c == what {
			n++
		}
	}
	return n
}

// lay tells what the columns under these headings hold.
func lay(headings []string, choices []Choice) Layout {
	l := Layout{Headings: headings, Columns: make([]Column, len(headings))}
	for i, heading := range headings {
		if c := guess(heading); c != "" && (c == ColumnText || !slices.Contains(l.Columns, c)) {
			l.Columns[i] = c
		}
	}
	cleared := map[Column]bool{}
	for _, choice := range choices {
		if !cleared[choice.Column] {
			cleared[choice.Column] = true
			for i, c := range l.Columns {
				if c == choice.Column {
					l.Columns[i] = ""
				}
			}
		}
		for i, heading := range headings {
			if choice.Heading != "" && (strings.EqualFold(strings.TrimSpace(heading), strings.TrimSpace(choice.Heading)) || strconv.Itoa(i+1) == choice.Heading) {
				l.Columns[i] = choice.Column
				break
			}
		}
	}
	return l
}
