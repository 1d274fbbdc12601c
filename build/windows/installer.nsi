# The Windows installer: for one person, without an administrator, because a
# club's laptop often has none. build/package.sh passes PROGRAM, WEBVIEW2,
# VERSION (four numbers) and OUTPUT.

Unicode true
SetCompressor /SOLID lzma
ManifestDPIAware true
RequestExecutionLevel user

!include MUI2.nsh

Name "Paddock"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Paddock"
InstallDirRegKey HKCU "Software\Paddock" "Folder"

VIProductVersion "${VERSION}"
VIFileVersion "${VERSION}"
VIAddVersionKey ProductName "Paddock"
VIAddVersionKey FileDescription "Paddock"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey LegalCopyright "Apache-2.0"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Paddock"
# Microsoft's own key of the WebView2 runtime, the same on every computer.
!define RUNTIME "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"

!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\paddock.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "Dutch"

LangString CLOSE_FIRST ${LANG_ENGLISH} "Paddock is open. Close it, then try again."
LangString CLOSE_FIRST ${LANG_FRENCH} "Paddock est ouvert. Fermez-le, puis réessayez."
LangString CLOSE_FIRST ${LANG_DUTCH} "Paddock staat open. Sluit het en probeer opnieuw."
LangString NO_RUNTIME ${LANG_ENGLISH} "Microsoft's WebView2 could not be installed. Paddock's window needs it: connect this computer to the internet and run this installer again."
LangString NO_RUNTIME ${LANG_FRENCH} "WebView2 de Microsoft n’a pas pu être installé. La fenêtre de Paddock en a besoin : connectez cet ordinateur à internet et relancez l’installation."
LangString NO_RUNTIME ${LANG_DUTCH} "WebView2 van Microsoft kon niet worden geïnstalleerd. Het venster van Paddock heeft het nodig: verbind deze computer met internet en start de installatie opnieuw."

Section
  # Windows keeps a running program's file from being replaced.
  retry:
  ClearErrors
  IfFileExists "$INSTDIR\paddock.exe" 0 free
  FileOpen $0 "$INSTDIR\paddock.exe" a
  IfErrors 0 closed
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(CLOSE_FIRST)" /SD IDCANCEL IDRETRY retry
  Abort
  closed:
  FileClose $0
  free:

  SetOutPath "$INSTDIR"
  File "/oname=paddock.exe" "${PROGRAM}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Paddock.lnk" "$INSTDIR\paddock.exe"

  WriteRegStr HKCU "Software\Paddock" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Paddock"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\paddock.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Paddock authors"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1

  WriteRegStr HKCU "Software\Classes\.paddock" "" "Paddock.Backup"
  WriteRegStr HKCU "Software\Classes\Paddock.Backup" "" "Paddock"
  WriteRegStr HKCU "Software\Classes\Paddock.Backup\shell\open\command" "" '"$INSTDIR\paddock.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\Paddock.Backup\DefaultIcon" "" "$INSTDIR\paddock.exe,0"

  # Offered by "Open with" for lists and bank files; none is taken from another program.
  WriteRegStr HKCU "Software\Classes\Applications\paddock.exe\shell\open\command" "" '"$INSTDIR\paddock.exe" "%1"'
  !macro OPENS ENDING
    WriteRegStr HKCU "Software\Classes\Applications\paddock.exe\SupportedTypes" "${ENDING}" ""
  !macroend
  !insertmacro OPENS ".csv"
  !insertmacro OPENS ".txt"
  !insertmacro OPENS ".tsv"
  !insertmacro OPENS ".xlsx"
  !insertmacro OPENS ".xml"
  !insertmacro OPENS ".ofx"
  !insertmacro OPENS ".qfx"
  !insertmacro OPENS ".cod"
  !insertmacro OPENS ".coda"
  !insertmacro OPENS ".sta"
  !insertmacro OPENS ".940"
  !insertmacro OPENS ".mt940"
  !insertmacro OPENS ".cfonb"
  !insertmacro OPENS ".cfo"
  !insertmacro OPENS ".camt"
  !insertmacro OPENS ".053"

  # Windows 11 has the runtime; on Windows 10 it may be missing.
  ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\${RUNTIME}" "pv"
  StrCmp $0 "" 0 done
  ReadRegStr $0 HKCU "Software\${RUNTIME}" "pv"
  StrCmp $0 "" 0 done
  InitPluginsDir
  File "/oname=$PLUGINSDIR\webview2.exe" "${WEBVIEW2}"
  ExecWait '"$PLUGINSDIR\webview2.exe" /silent /install' $0
  StrCmp $0 "0" done
  MessageBox MB_OK|MB_ICONEXCLAMATION "$(NO_RUNTIME)" /SD IDOK
  done:
SectionEnd

# The club's data stays: removing a program must never remove its books.
Section Uninstall
  Delete "$INSTDIR\paddock.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Paddock.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\Paddock"
  DeleteRegKey HKCU "Software\Classes\.paddock"
  DeleteRegKey HKCU "Software\Classes\Paddock.Backup"
  DeleteRegKey HKCU "Software\Classes\Applications\paddock.exe"
SectionEnd
