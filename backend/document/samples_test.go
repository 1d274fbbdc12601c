package document_test

import (
	"fmt"

	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// The payloads of the mock-up's invoice. The EPC text is package bank's to
// make; here only its printing is at stake.
const (
	sampleLink = "https://pay.vaubrun.example/f/2026-0431/7K4QX2"
	sampleEPC  = "BCD\n002\n1\nSCT\n\nEcuries de Vaubrun\nFR7630006000011234567890189\nEUR100.00\n\nRF32F20260431"
	sampleSlip = "PADDOCK:F2026-0431:10000"
)

var vaubrun = club.Identity{
	Name: "Écuries de Vaubrun", Tagline: "Centre équestre et poney-club",
	LegalForm: "Association loi 1901", RNA: "W261001234",
	Street: "14 chemin des Saules", PostalCode: "26999", Town: "Vaubrun-sur-Lierne", Country: "FR",
	Phone: "04 65 71 22 40", Email: "accueil@vaubrun.example",
	SIRET: "12345678200010", VATNumber: "FR11123456782",
	Language: locale.French,
}

// mockUp is design/mockups/invoice-a4.html as data.
func mockUp() document.Invoice {
	return document.Invoice{
		Number: "F2026-0431", Day: "2026-10-07", DueDay: "2026-10-14", Lang: locale.French,
		Seller: vaubrun,
		Buyer:  document.Buyer{Name: "Madame Sophie Delcourt", Lines: []string{"8 rue des Tanneurs", "26999 Vaubrun-sur-Lierne"}},
		Lines: []document.Line{
			{Rider: "Hugo", Text: "Forfait trimestre 1, mercredi 15:00, Galop 1", Detail: "Prorata : 132,00 € pour 12 séances, il en reste 10, du 14 octobre au 13 janvier", Quantity: 1, UnitCents: 11000, UnitNetCents: 10427, Rate: "5,5 %", Cents: 11000},
			{Rider: "Hugo", Text: "Licence FFE 2027, moins de 18 ans", Detail: "Somme versée à la fédération pour votre compte", Quantity: 1, UnitCents: 2500, Rate: "débours", Cents: 2500},
			{Rider: "Manon", Text: "Carte 1 cours particulier", Detail: "Réservé le jeudi 15 octobre à 18:00, valable jusqu’au 7 novembre 2026", Quantity: 1, UnitCents: 3500, UnitNetCents: 3318, Rate: "5,5 %", Cents: 3500},
		},
		VAT: []document.VATGroup{
			{Label: "5,5 %", Kind: club.Taxed, NetCents: 13744, VATCents: 756, GrossCents: 14500},
			{Label: "Débours", Kind: club.ThirdParty, NetCents: 2500, GrossCents: 2500},
		},
		NetCents: 16244, VATCents: 756, TotalCents: 17000,
		Payments:       []document.Payment{{Text: "Chèque n° 4081127", Day: "2026-10-07", Cents: 7000}},
		RemainingCents: 10000,
		Pay:            document.Pay{Link: sampleLink, LinkCents: 10000, EPC: sampleEPC, IBAN: "FR7630006000011234567890189", BIC: "AGRIFRPP", Reference: "RF32F20260431"},
		Slip: document.Slip{Payload: sampleSlip, Family: "Delcourt", Riders: []string{"Hugo", "Manon"},
			Boxes: []string{"Espèces", "Chèque", "Carte", "ANCV", "Pass’Sport", "Carte Sortir"}},
		Legal: document.Legal{Nature: document.Services, SupplyFrom: "2026-10-14", SupplyUntil: "2027-01-13", Place: "Vaubrun-sur-Lierne",
			Mediator: "Médiation Conso Équestre, 12 rue du Manège, 75999 Paris, mediation.example"},
		Conditions: "Un cours décommandé la veille avant 17:00 donne un bon de récupération valable un mois, cinq fois par saison. Après 17:00, le cours est décompté. Conditions de vente de septembre 2026, acceptées le 7 octobre. La place est acquise une fois le minimum réglé.",
		Seal:       "7F3A-91C2", ProgramVersion: "1.0",
	}
}

func receipt() document.Receipt {
	return document.Receipt{
		Number: "2026-10-07-0020", Day: "2026-10-07", Time: "11:44:16", Till: "1", Staff: "Laure", Family: "Delcourt",
		Lang: locale.French, Seller: vaubrun,
		Lines: []document.ReceiptLine{
			{Text: "Forfait trimestre 1, mer. 15:00", Detail: "Hugo · 10 séances restantes sur 12", Quantity: 1, UnitCents: 11000, Cents: 11000},
			{Text: "Licence FFE 2027, −18 ans", Detail: "Hugo · débours", Quantity: 1, UnitCents: 2500, Cents: 2500},
			{Text: "Carte 1 cours particulier", Detail: "Manon · jeu. 15/10 à 18:00", Quantity: 1, UnitCents: 3500, Cents: 3500},
		},
		VAT: []document.VATGroup{
			{Label: "5,5 %", Kind: club.Taxed, NetCents: 13744, VATCents: 756, GrossCents: 14500},
			{Label: "débours", Kind: club.ThirdParty, NetCents: 2500, GrossCents: 2500},
		},
		NetCents: 16244, TotalCents: 17000,
		Payments:       []document.Payment{{Text: "Chèque n° 4081127", Day: "2026-10-07", Cents: 7000}},
		RemainingCents: 10000, DueDay: "2026-10-14", Link: sampleLink, LinkCents: 10000,
		Notes:    []string{"Facture F2026-0431 envoyée par e-mail.", "Absence : prévenez la veille avant 17:00."},
		Sequence: "004 512", Seal: "7F3A-91C2", ProgramVersion: "1.0",
	}
}

// paid is the mock-up's invoice after the second payment.
func paid() document.Invoice {
	i := mockUp()
	i.Payments = append(i.Payments, document.Payment{Text: "Carte bancaire en ligne", Day: "2026-10-09", Cents: 10000})
	i.RemainingCents = 0
	return i
}

// creditNote gives the licence of the mock-up's invoice back.
func creditNote() document.Invoice {
	i := mockUp()
	i.Kind, i.Number, i.Day, i.DueDay = document.KindCreditNote, "F2026-0440", "2026-10-20", ""
	i.OriginalNumber, i.OriginalDay = "F2026-0431", "2026-10-07"
	i.Lines = []document.Line{{Rider: "Hugo", Text: "Forfait trimestre 1, mercredi 15:00, Galop 1", Quantity: 1, UnitCents: -11000, UnitNetCents: -10427, Rate: "5,5 %", Cents: -11000}}
	i.VAT = []document.VATGroup{{Label: "5,5 %", Kind: club.Taxed, NetCents: -10427, VATCents: -573, GrossCents: -11000}}
	i.NetCents, i.VATCents, i.TotalCents = -10427, -573, -11000
	i.Payments, i.RemainingCents, i.Pay, i.Slip = nil, 0, document.Pay{}, document.Slip{}
	return i
}

// outsideVAT is an invoice of a club that charges no VAT.
func outsideVAT() document.Invoice {
	i := mockUp()
	i.Seller.VATNumber = ""
	for n := range i.Lines {
		i.Lines[n].Rate, i.Lines[n].UnitNetCents = "", 0
	}
	i.VAT, i.NetCents, i.VATCents = nil, 0, 0
	i.Legal.Mentions = []club.Texts{{
		French:  "TVA non applicable, art. 293 B du CGI.",
		Dutch:   "Btw niet van toepassing, art. 293 B van de CGI.",
		English: "VAT not applicable, art. 293 B of the French tax code.",
	}}
	return i
}

// inTongue is the mock-up's invoice in another language.
func inTongue(lang locale.Lang) document.Invoice {
	i := mockUp()
	i.Lang = lang
	return i
}

// long has 60 lines.
func long() document.Invoice {
	i := mockUp()
	i.Lines, i.TotalCents = nil, 0
	for n := range 60 {
		cents := money.Cents(1000 + n)
		i.Lines = append(i.Lines, document.Line{Rider: "Hugo", Text: fmt.Sprintf("Balade %d", n+1), Quantity: 1, UnitCents: cents, UnitNetCents: cents - 50, Rate: "5,5 %", Cents: cents})
		i.TotalCents += cents
	}
	i.Schedule = []document.Instalment{{Day: "2026-10-14", Cents: 5000}, {Day: "2026-11-14", Cents: 5000}}
	return i
}

// usual is the mock-up's invoice with what a real September sale adds to it:
// six lines, a discount among them, two rates, longer links and all mentions.
func usual(lang locale.Lang) document.Invoice {
	i := inTongue(lang)
	i.Lines = append(i.Lines,
		document.Line{Text: "Remise deuxième cavalier", Detail: "−10 %", Quantity: 1, UnitCents: -350, UnitNetCents: -332, Rate: "5,5 %", Cents: -350},
		document.Line{Text: "Gants enfant", Quantity: 2, UnitCents: 1500, UnitNetCents: 1250, Rate: "20 %", Cents: 3000},
		document.Line{Rider: "Manon", Text: "Adhésion 2026–2027", Detail: "Du 1er septembre 2026 au 31 août 2027", Quantity: 1, UnitCents: 4000, UnitNetCents: 3791, Rate: "5,5 %", Cents: 4000})
	i.VAT = []document.VATGroup{
		{Label: "5,5 %", Kind: club.Taxed, NetCents: 17203, VATCents: 947, GrossCents: 18150},
		{Label: "20 %", Kind: club.Taxed, NetCents: 2500, VATCents: 500, GrossCents: 3000},
		{Label: "Débours", Kind: club.ThirdParty, NetCents: 2500, GrossCents: 2500},
	}
	i.NetCents, i.VATCents, i.TotalCents, i.RemainingCents = 22203, 1447, 23650, 16650
	i.Pay.Link = "https://pay.vaubrun.example/f/RF32F20260431?amount=166.50&lang=" + string(lang)
	i.Pay.EPC = "BCD\n002\n1\nSCT\nAGRIFRPPXXX\nEcuries de Vaubrun\nFR7630006000011234567890189\nEUR166.50\n\nRF32F20260431"
	i.Conditions += " Conditions de la licence FFE 2027, acceptées le 7 octobre."
	i.Legal.Mentions = []club.Texts{{French: "Note remise en application de l’arrêté 83-50/A du 3 octobre 1983."}}
	return i
}
