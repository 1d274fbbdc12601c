// Package bank knows the numbers banks and companies go by, and the SEPA
// payment code: IBAN, BIC, the RF and OGM references, SIREN, SIRET, VAT and
// Belgian enterprise numbers, and EPC069-12 payloads.
//
// It is pure: text in, text out. It must not know what is paid or by whom, and
// draws no picture; package document makes the QR code from a payload.
//
// Every Parse function accepts what people type (lower case, spaces, dots,
// hyphens), and returns the compact form that is stored. A refusal is a
// club.Error whose field is the one of club.Identity where there is one.
package bank
