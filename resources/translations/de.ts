<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>ParamISP</name>
  <message>
   <source>
Default: {name}.</source>
   <translation>
Voreinstellung: {name}.</translation>
  </message>
  <message>
   <source> (a plain polynomial, which came nearer than the network)</source>
   <translation> (ein einfaches Polynom, das näher kam als das Netz)</translation>
  </message>
  <message>
   <source> (no nearer than {0}, so not kept)</source>
   <translation> (nicht näher als {0}, deshalb nicht behalten)</translation>
  </message>
  <message>
   <source> (not better, so not kept)</source>
   <translation> (nicht besser, daher nicht behalten)</translation>
  </message>
  <message>
   <source> Cancelled: {0} not written.</source>
   <translation> Abgebrochen: {0} nicht geschrieben.</translation>
  </message>
  <message>
   <source> Exposure headroom: set by you; {assumed} was assumed.</source>
   <translation> Belichtungsreserve: von Ihnen gesetzt; angenommen waren {assumed}.</translation>
  </message>
  <message>
   <source> Exposure headroom: {assumed} is assumed.</source>
   <translation> Belichtungsreserve: {assumed} angenommen.</translation>
  </message>
  <message>
   <source> Its look is read off the picture inside the file.</source>
   <translation> Sein Aussehen ist vom Bild in der Datei abgelesen.</translation>
  </message>
  <message>
   <source> There is something to know of {0}.</source>
   <translation> Zu {0} gibt es etwas zu wissen.</translation>
  </message>
  <message>
   <source> and {count} more</source>
   <translation> und {count} weitere</translation>
  </message>
  <message>
   <source> min for each direction</source>
   <translation> min je Richtung</translation>
  </message>
  <message>
   <source> px</source>
   <translation> px</translation>
  </message>
  <message>
   <source> {0} failed.</source>
   <translation> {0} fehlgeschlagen.</translation>
  </message>
  <message>
   <source>&amp;About, and what it cannot do</source>
   <translation>&amp;Über das Programm, und was es nicht kann</translation>
  </message>
  <message>
   <source>&amp;Add…</source>
   <translation>&amp;Hinzufügen…</translation>
  </message>
  <message>
   <source>&amp;Calibrate</source>
   <translation>&amp;Kalibrieren</translation>
  </message>
  <message>
   <source>&amp;Close photo</source>
   <translation>Foto s&amp;chließen</translation>
  </message>
  <message>
   <source>&amp;Compare</source>
   <translation>Vergleic&amp;hen</translation>
  </message>
  <message>
   <source>&amp;Copy edits</source>
   <translation>Bearbeitung &amp;kopieren</translation>
  </message>
  <message>
   <source>&amp;Deblur…</source>
   <translation>&amp;Schärfen…</translation>
  </message>
  <message>
   <source>&amp;Edit</source>
   <translation>&amp;Bearbeiten</translation>
  </message>
  <message>
   <source>&amp;Export…</source>
   <translation>E&amp;xportieren…</translation>
  </message>
  <message>
   <source>&amp;File</source>
   <translation>&amp;Datei</translation>
  </message>
  <message>
   <source>&amp;Fit</source>
   <translation>&amp;Einpassen</translation>
  </message>
  <message>
   <source>&amp;HDR: one photo or a bracket…</source>
   <translation>&amp;HDR: ein Foto oder eine Belichtungsreihe…</translation>
  </message>
  <message>
   <source>&amp;Help</source>
   <translation>&amp;Hilfe</translation>
  </message>
  <message>
   <source>&amp;Keep the exposure</source>
   <translation>Belichtung &amp;halten</translation>
  </message>
  <message>
   <source>&amp;Keyboard shortcuts</source>
   <translation>&amp;Tastenkürzel</translation>
  </message>
  <message>
   <source>&amp;Light at</source>
   <translation>&amp;Licht bei</translation>
  </message>
  <message>
   <source>&amp;Loupe</source>
   <translation>&amp;Lupe</translation>
  </message>
  <message>
   <source>&amp;Loupe and samplers</source>
   <translation>&amp;Lupe und Messpunkte</translation>
  </message>
  <message>
   <source>&amp;Mark what is estimated</source>
   <translation>Geschätztes &amp;markieren</translation>
  </message>
  <message>
   <source>&amp;Models</source>
   <translation>&amp;Modelle</translation>
  </message>
  <message>
   <source>&amp;Monitor profile</source>
   <translation>&amp;Monitorprofil</translation>
  </message>
  <message>
   <source>&amp;Name</source>
   <translation>&amp;Name</translation>
  </message>
  <message>
   <source>&amp;Open…</source>
   <translation>Ö&amp;ffnen…</translation>
  </message>
  <message>
   <source>&amp;Paste edits</source>
   <translation>Bearbeitung ein&amp;fügen</translation>
  </message>
  <message>
   <source>&amp;Picture</source>
   <translation>&amp;Bild</translation>
  </message>
  <message>
   <source>&amp;Quit</source>
   <translation>&amp;Beenden</translation>
  </message>
  <message>
   <source>&amp;Redo</source>
   <translation>W&amp;iederholen</translation>
  </message>
  <message>
   <source>&amp;Redo: {step}</source>
   <translation>W&amp;iederholen: {step}</translation>
  </message>
  <message>
   <source>&amp;Relative colorimetric</source>
   <translation>&amp;Relativ farbmetrisch</translation>
  </message>
  <message>
   <source>&amp;Remove</source>
   <translation>&amp;Entfernen</translation>
  </message>
  <message>
   <source>&amp;Toggle fit and 100 %</source>
   <translation>Zwischen Einpassen und 100 % &amp;wechseln</translation>
  </message>
  <message>
   <source>&amp;Tools</source>
   <translation>&amp;Werkzeuge</translation>
  </message>
  <message>
   <source>&amp;Undo</source>
   <translation>&amp;Rückgängig</translation>
  </message>
  <message>
   <source>&amp;Undo: {step}</source>
   <translation>&amp;Rückgängig: {step}</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>&amp;Ansicht</translation>
  </message>
  <message>
   <source>&amp;What is estimated</source>
   <translation>Was &amp;geschätzt ist</translation>
  </message>
  <message>
   <source>&amp;Zoom</source>
   <translation>&amp;Zoom</translation>
  </message>
  <message>
   <source>, as shot</source>
   <translation>, wie aufgenommen</translation>
  </message>
  <message>
   <source>--ultrahdr goes with a .jpg only.</source>
   <translation>--ultrahdr geht nur mit .jpg.</translation>
  </message>
  <message>
   <source>0.1 to 60 minutes of training for each direction (default 2).
More helps with more pairs; what does not get better is never kept.</source>
   <translation>0,1 bis 60 Minuten Training je Richtung (Voreinstellung 2).
Mehr hilft bei mehr Paaren; was nicht besser wird, wird nie behalten.</translation>
  </message>
  <message>
   <source>1 of 2, from the photo to RAW</source>
   <translation>1 von 2, vom Foto zum RAW</translation>
  </message>
  <message>
   <source>1 photo</source>
   <translation>1 Foto</translation>
  </message>
  <message>
   <source>1/250 or 2.5 s</source>
   <translation>1/250 oder 2,5 s</translation>
  </message>
  <message>
   <source>14 bits</source>
   <translation>14 Bit</translation>
  </message>
  <message>
   <source>16 bits</source>
   <translation>16 Bit</translation>
  </message>
  <message>
   <source>16-bit floats (half)</source>
   <translation>16-Bit-Gleitkomma (half)</translation>
  </message>
  <message>
   <source>2 of 2, from RAW to the photo</source>
   <translation>2 von 2, vom RAW zum Foto</translation>
  </message>
  <message>
   <source>32-bit floats</source>
   <translation>32-Bit-Gleitkomma</translation>
  </message>
  <message>
   <source>A Gaussian of {sigma:g} pixels cannot be undone: 0.3 to 30 can.</source>
   <translation>Eine Gaußkurve von {sigma:g} Pixeln lässt sich nicht rückgängig machen: 0,3 bis 30 gehen.</translation>
  </message>
  <message>
   <source>A JPEG has lost most of its noise: a little goes far.</source>
   <translation>Ein JPEG hat das meiste Rauschen verloren: Wenig bewirkt viel.</translation>
  </message>
  <message>
   <source>A brace in the name is not closed. Write fields like {name}.</source>
   <translation>Eine Klammer im Namen ist nicht geschlossen. Schreiben Sie Felder wie {name}.</translation>
  </message>
  <message>
   <source>A bracket needs at least two photos.</source>
   <translation>Eine Belichtungsreihe braucht mindestens zwei Fotos.</translation>
  </message>
  <message>
   <source>A camera is still being calibrated. Quit without it?</source>
   <translation>Eine Kamera wird noch kalibriert. Trotzdem beenden?</translation>
  </message>
  <message>
   <source>A click folds it. With Shift: this section alone, or all again.</source>
   <translation>Ein Klick klappt ihn ein. Mit Umschalt: dieser Abschnitt allein, oder wieder alle.</translation>
  </message>
  <message>
   <source>A double click resets. Arrow keys and Ctrl+wheel step, Shift steps further.</source>
   <translation>Ein Doppelklick setzt zurück. Pfeiltasten und Strg+Mausrad bewegen, mit Umschalt weiter.</translation>
  </message>
  <message>
   <source>A kernel of {size} pixels cannot be found: {low} to {high} can.</source>
   <translation>Ein Kern von {size} Pixeln lässt sich nicht finden: {low} bis {high} gehen.</translation>
  </message>
  <message>
   <source>A motion of {length:g} pixels cannot be undone: 1 to 200 can.</source>
   <translation>Eine Bewegung von {length:g} Pixeln lässt sich nicht rückgängig machen: 1 bis 200 gehen.</translation>
  </message>
  <message>
   <source>A name cannot hold any of &lt; &gt; : " / \ | ? *</source>
   <translation>Ein Name darf keines dieser Zeichen enthalten: &lt; &gt; : " / \ | ? *</translation>
  </message>
  <message>
   <source>A name is needed, for example {name}.</source>
   <translation>Ein Name ist nötig, zum Beispiel {name}.</translation>
  </message>
  <message>
   <source>A photo is being opened: try again in a moment.</source>
   <translation>Ein Foto wird gerade geöffnet: Versuchen Sie es gleich noch einmal.</translation>
  </message>
  <message>
   <source>A preset needs a name.</source>
   <translation>Eine Vorgabe braucht einen Namen.</translation>
  </message>
  <message>
   <source>A quick picture; a finer one follows when nothing moves.</source>
   <translation>Ein schnelles Bild; ein feineres folgt, wenn sich nichts bewegt.</translation>
  </message>
  <message>
   <source>A row of renders over {setting}</source>
   <translation>Eine Reihe von Bildern über {setting}</translation>
  </message>
  <message>
   <source>A section alone, or all again</source>
   <translation>Ein Abschnitt allein, oder wieder alle</translation>
  </message>
  <message>
   <source>A snapshot</source>
   <translation>Ein Schnappschuss</translation>
  </message>
  <message>
   <source>A snapshot in the sidecar cannot be read; it is kept in the file.</source>
   <translation>Ein Schnappschuss in der Begleitdatei kann nicht gelesen werden; er bleibt in der Datei.</translation>
  </message>
  <message>
   <source>About ParamISP Studio</source>
   <translation>Über ParamISP Studio</translation>
  </message>
  <message>
   <source>Add</source>
   <translation>Hinzufügen</translation>
  </message>
  <message>
   <source>Add &amp;files…</source>
   <translation>&amp;Dateien hinzufügen…</translation>
  </message>
  <message>
   <source>Add RAW files with their JPEGs, or drop them here.</source>
   <translation>Fügen Sie RAW-Dateien mit ihren JPEGs hinzu, oder ziehen Sie sie hierher.</translation>
  </message>
  <message>
   <source>Add a f&amp;older…</source>
   <translation>&amp;Ordner hinzufügen…</translation>
  </message>
  <message>
   <source>Add a photo, or drop it here.</source>
   <translation>Fügen Sie ein Foto hinzu, oder ziehen Sie es hierher.</translation>
  </message>
  <message>
   <source>Add photos of the same scene with other exposure times</source>
   <translation>Fotos desselben Motivs mit anderen Belichtungszeiten hinzufügen</translation>
  </message>
  <message>
   <source>Adds the noise that the camera would have recorded at the chosen ISO, beyond that of the shot.
At 100 % as much as was measured of it. At the ISO as shot nothing changes.</source>
   <translation>Fügt das Rauschen hinzu, das die Kamera bei der gewählten ISO-Zahl über das der Aufnahme hinaus gehabt hätte.
Bei 100 % so viel, wie an ihr gemessen wurde. Bei der ISO-Zahl der Aufnahme ändert sich nichts.</translation>
  </message>
  <message>
   <source>Adobe RGB: wide, for printing</source>
   <translation>Adobe RGB: groß, zum Drucken</translation>
  </message>
  <message>
   <source>Again</source>
   <translation>Noch einmal</translation>
  </message>
  <message>
   <source>All move together, as the profile's maker laid down.</source>
   <translation>Alle rücken zusammen, wie es der Hersteller des Profils vorsieht.</translation>
  </message>
  <message>
   <source>All photos of a folder (Ctrl+Shift+O)</source>
   <translation>Alle Fotos eines Ordners (Strg+Umschalt+O)</translation>
  </message>
  <message>
   <source>All three</source>
   <translation>Alle drei</translation>
  </message>
  <message>
   <source>All {n} models are as their cards say.</source>
   <translation>Alle {n} Modelle sind, wie ihre Karten es sagen.</translation>
  </message>
  <message>
   <source>Also the place (GPS)</source>
   <translation>Auch den Ort (GPS)</translation>
  </message>
  <message>
   <source>Also used when the RAW is estimated from the photo</source>
   <translation>Gilt auch, wenn das RAW aus dem Foto geschätzt wird</translation>
  </message>
  <message>
   <source>Anchor</source>
   <translation>Anker</translation>
  </message>
  <message>
   <source>Anchor on the photo</source>
   <translation>Am Foto verankern</translation>
  </message>
  <message>
   <source>Angle of the motion</source>
   <translation>Winkel der Bewegung</translation>
  </message>
  <message>
   <source>Angle {0}°</source>
   <translation>Winkel {0}°</translation>
  </message>
  <message>
   <source>Another camera's render…</source>
   <translation>Bild einer anderen Kamera…</translation>
  </message>
  <message>
   <source>Aperture</source>
   <translation>Blende</translation>
  </message>
  <message>
   <source>Arrow keys, Ctrl+wheel</source>
   <translation>Pfeiltasten, Strg+Mausrad</translation>
  </message>
  <message>
   <source>As drawn below</source>
   <translation>Wie unten gezeichnet</translation>
  </message>
  <message>
   <source>As found in the photo</source>
   <translation>Wie im Foto gefunden</translation>
  </message>
  <message>
   <source>As one of ISO, exposure time and aperture moves, another follows, so that the exposure stays:
time follows aperture and ISO, aperture follows time. Default: off. (L)</source>
   <translation>Bewegt sich ISO, Belichtungszeit oder Blende, folgt eine andere, so dass die Belichtung bleibt:
Die Zeit folgt Blende und ISO, die Blende der Zeit. Voreinstellung: aus. (L)</translation>
  </message>
  <message>
   <source>As opened</source>
   <translation>Wie geöffnet</translation>
  </message>
  <message>
   <source>As shot</source>
   <translation>Wie aufgenommen</translation>
  </message>
  <message>
   <source>As shot: {value}.</source>
   <translation>Wie aufgenommen: {value}.</translation>
  </message>
  <message>
   <source>As the file will be.</source>
   <translation>Wie die Datei wird.</translation>
  </message>
  <message>
   <source>As the photo</source>
   <translation>Wie das Foto</translation>
  </message>
  <message>
   <source>As the photo tells</source>
   <translation>Wie das Foto sagt</translation>
  </message>
  <message>
   <source>As the photo was shot</source>
   <translation>Wie aufgenommen</translation>
  </message>
  <message>
   <source>As {name}</source>
   <translation>Wie {name}</translation>
  </message>
  <message>
   <source>As {name}…</source>
   <translation>Wie {name}…</translation>
  </message>
  <message>
   <source>Aspect ratio of the crop</source>
   <translation>Seitenverhältnis des Zuschnitts</translation>
  </message>
  <message>
   <source>Aspect ratio that the crop keeps. Default: free.</source>
   <translation>Seitenverhältnis, das der Zuschnitt behält. Voreinstellung: frei.</translation>
  </message>
  <message>
   <source>At 100 %</source>
   <translation>Bei 100 %</translation>
  </message>
  <message>
   <source>At the left</source>
   <translation>Links</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>Automatisch</translation>
  </message>
  <message>
   <source>Automatic ({n})</source>
   <translation>Automatisch ({n})</translation>
  </message>
  <message>
   <source>Automatic: {profile}</source>
   <translation>Automatisch: {profile}</translation>
  </message>
  <message>
   <source>Back to all cameras</source>
   <translation>Zurück zu allen Kameras</translation>
  </message>
  <message>
   <source>Before</source>
   <translation>Vorher</translation>
  </message>
  <message>
   <source>Before {name}</source>
   <translation>Vor {name}</translation>
  </message>
  <message>
   <source>Between {names} the camera moved by about {pixels:.0f} pixels: a bracket has to be taken from a tripod, or aligned first.</source>
   <translation>Zwischen {names} hat sich die Kamera um etwa {pixels:.0f} Pixel bewegt: Eine Belichtungsreihe muss vom Stativ kommen oder vorher ausgerichtet werden.</translation>
  </message>
  <message>
   <source>Bits in the DNG</source>
   <translation>Bit im DNG</translation>
  </message>
  <message>
   <source>Bits in the OpenEXR</source>
   <translation>Bit im OpenEXR</translation>
  </message>
  <message>
   <source>Black</source>
   <translation>Schwarz</translation>
  </message>
  <message>
   <source>Black point</source>
   <translation>Schwarzpunkt</translation>
  </message>
  <message>
   <source>Blue</source>
   <translation>Blau</translation>
  </message>
  <message>
   <source>Blur</source>
   <translation>Unschärfe</translation>
  </message>
  <message>
   <source>Both</source>
   <translation>Beide</translation>
  </message>
  <message>
   <source>Both are pure grays.</source>
   <translation>Beide sind reines Grau.</translation>
  </message>
  <message>
   <source>Both networks are trained on the pairs.</source>
   <translation>Beide Netze werden an den Paaren trainiert.</translation>
  </message>
  <message>
   <source>Brightness from the picture's left to its right, 0 to 255 upwards (H: the next scope)</source>
   <translation>Helligkeit von links nach rechts im Bild, nach oben 0 bis 255 (H: die nächste Anzeige)</translation>
  </message>
  <message>
   <source>Brightness of the RAW, in stops.</source>
   <translation>Helligkeit des RAW, in Blendenstufen.</translation>
  </message>
  <message>
   <source>Brightness of the bright places only, in stops. Their detail stays.</source>
   <translation>Helligkeit nur der hellen Stellen, in Blendenstufen. Ihre Zeichnung bleibt.</translation>
  </message>
  <message>
   <source>Brightness of the dark places only, in stops. Their detail stays.</source>
   <translation>Helligkeit nur der dunklen Stellen, in Blendenstufen. Ihre Zeichnung bleibt.</translation>
  </message>
  <message>
   <source>Brightness of the rendered picture at the selected point.</source>
   <translation>Helligkeit des entwickelten Bildes am gewählten Punkt.</translation>
  </message>
  <message>
   <source>Brightness of the rendered picture: from (across) and to (up), both 0 to 255.
Click to add a point, drag it, Delete or a double click takes it away.
Page keys choose a point, arrows move it, Shift moves it further. Default: straight.</source>
   <translation>Helligkeit des entwickelten Bildes: von (waagerecht) nach (senkrecht), beide 0 bis 255.
Klicken setzt einen Punkt, Ziehen bewegt ihn, Entf oder Doppelklick nimmt ihn weg.
Bildtasten wählen einen Punkt, Pfeile bewegen ihn, mit Umschalt weiter. Voreinstellung: gerade.</translation>
  </message>
  <message>
   <source>Browse all cameras…</source>
   <translation>Alle Kameras durchsehen…</translation>
  </message>
  <message>
   <source>By the measured noise of the {camera} at {speed}.</source>
   <translation>Nach dem gemessenen Rauschen der {camera} bei {speed}.</translation>
  </message>
  <message>
   <source>By the photo's camera</source>
   <translation>Nach der Kamera des Fotos</translation>
  </message>
  <message>
   <source>C&amp;hannel alone</source>
   <translation>E&amp;in Kanal allein</translation>
  </message>
  <message>
   <source>Cali&amp;brate my camera…</source>
   <translation>Meine Kamera &amp;kalibrieren…</translation>
  </message>
  <message>
   <source>Calibrate my camera</source>
   <translation>Meine Kamera kalibrieren</translation>
  </message>
  <message>
   <source>Calibration could not be started.</source>
   <translation>Die Kalibrierung konnte nicht beginnen.</translation>
  </message>
  <message>
   <source>Camera</source>
   <translation>Kamera</translation>
  </message>
  <message>
   <source>Camera that took the photo</source>
   <translation>Kamera, die das Foto machte</translation>
  </message>
  <message>
   <source>Camera, shot settings, date, author. Off: nothing of it, only the color profile, the program, and that
the RAW was estimated. A DNG keeps the camera's name, which says its colors. Default: on.</source>
   <translation>Kamera, Aufnahmewerte, Datum, Urheber. Aus: nichts davon, nur Farbprofil, Programm und dass das RAW
geschätzt ist. Ein DNG behält den Kameranamen, an dem seine Farben hängen. Voreinstellung: an.</translation>
  </message>
  <message>
   <source>Cameras</source>
   <translation>Kameras</translation>
  </message>
  <message>
   <source>Cameras: ren&amp;der as, compare…</source>
   <translation>Kameras: en&amp;twickeln wie, vergleichen…</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Cancel crop</source>
   <translation>Zuschnitt abbrechen</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>Abgebrochen.</translation>
  </message>
  <message>
   <source>Cancelled; nothing was written.</source>
   <translation>Abgebrochen; nichts wurde geschrieben.</translation>
  </message>
  <message>
   <source>Checkpoints (*.ckpt *.safetensors *.pt *.pth);;All files (*)</source>
   <translation>Checkpoints (*.ckpt *.safetensors *.pt *.pth);;Alle Dateien (*)</translation>
  </message>
  <message>
   <source>Choose a folder</source>
   <translation>Ordner wählen</translation>
  </message>
  <message>
   <source>Choose a profile first: View, Soft proof, Profile file.</source>
   <translation>Wählen Sie zuerst ein Profil: Ansicht, Soft-Proof, Profildatei.</translation>
  </message>
  <message>
   <source>Choose format, size, colors, metadata and name (Ctrl+E)</source>
   <translation>Format, Größe, Farben, Metadaten und Namen wählen (Strg+E)</translation>
  </message>
  <message>
   <source>Choose one photo or several (Ctrl+O)</source>
   <translation>Ein Foto oder mehrere wählen (Strg+O)</translation>
  </message>
  <message>
   <source>Choose the ICC profile (.icc, .icm) of a printer, paper or screen</source>
   <translation>Das ICC-Profil (.icc, .icm) eines Druckers, Papiers oder Bildschirms wählen</translation>
  </message>
  <message>
   <source>Choose the camera if you know it.</source>
   <translation>Wählen Sie die Kamera, wenn Sie sie kennen.</translation>
  </message>
  <message>
   <source>Choose the export folder</source>
   <translation>Exportordner wählen</translation>
  </message>
  <message>
   <source>Choose…</source>
   <translation>Wählen…</translation>
  </message>
  <message>
   <source>Chosen by hand.</source>
   <translation>Von Hand gewählt.</translation>
  </message>
  <message>
   <source>Clear the marks</source>
   <translation>Markierungen löschen</translation>
  </message>
  <message>
   <source>Click here and press the key that the selected command shall have</source>
   <translation>Hier klicken und die Taste drücken, die der gewählte Befehl haben soll</translation>
  </message>
  <message>
   <source>Click on something that should be gray; Escape cancels</source>
   <translation>Klicken Sie auf etwas, das grau sein soll; Esc bricht ab</translation>
  </message>
  <message>
   <source>Click to add a point</source>
   <translation>Klicken setzt einen Punkt</translation>
  </message>
  <message>
   <source>Click where to look; arrow keys move the frame</source>
   <translation>Klicken Sie, wo Sie hinsehen wollen; Pfeiltasten bewegen den Rahmen</translation>
  </message>
  <message>
   <source>Clipped: the light was at least this bright</source>
   <translation>Beschnitten: Das Licht war mindestens so hell</translation>
  </message>
  <message>
   <source>Clipped: {0}</source>
   <translation>Beschnitten: {0}</translation>
  </message>
  <message>
   <source>Clippin&amp;g of the RAW</source>
   <translation>Beschnitt im &amp;RAW</translation>
  </message>
  <message>
   <source>Clipping of the &amp;picture</source>
   <translation>Bes&amp;chnitt im Bild</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>Close the message</source>
   <translation>Meldung schließen</translation>
  </message>
  <message>
   <source>Close the r&amp;eference photo</source>
   <translation>R&amp;eferenzfoto schließen</translation>
  </message>
  <message>
   <source>Cloudy</source>
   <translation>Bewölkt</translation>
  </message>
  <message>
   <source>Color</source>
   <translation>Farbe</translation>
  </message>
  <message>
   <source>Color noise</source>
   <translation>Farbrauschen</translation>
  </message>
  <message>
   <source>Color profiles (*.icc *.icm);;All files (*)</source>
   <translation>Farbprofile (*.icc *.icm);;Alle Dateien (*)</translation>
  </message>
  <message>
   <source>Color space</source>
   <translation>Farbraum</translation>
  </message>
  <message>
   <source>Color without brightness: no color in the middle, stronger colors further out (H: the next scope)</source>
   <translation>Farbe ohne Helligkeit: in der Mitte keine, kräftigere weiter außen (H: die nächste Anzeige)</translation>
  </message>
  <message>
   <source>Colors</source>
   <translation>Farben</translation>
  </message>
  <message>
   <source>Colors are converted for a profile from a file (.icc, .icm) of a calibration.</source>
   <translation>Farben werden für ein Profil aus einer Datei (.icc, .icm) umgerechnet, etwa einer Kalibrierung.</translation>
  </message>
  <message>
   <source>Colors are converted for the profile that the desktop names for this monitor. Default.</source>
   <translation>Farben werden für das Profil umgerechnet, das der Desktop für diesen Monitor nennt. Voreinstellung.</translation>
  </message>
  <message>
   <source>Colors are sent to the monitor as they are: right for one that is set to sRGB.</source>
   <translation>Farben gehen unverändert an den Monitor: richtig für einen, der auf sRGB gestellt ist.</translation>
  </message>
  <message>
   <source>Colors that do not fit</source>
   <translation>Farben, die nicht passen</translation>
  </message>
  <message>
   <source>Command</source>
   <translation>Befehl</translation>
  </message>
  <message>
   <source>Commands and their keys</source>
   <translation>Befehle und ihre Tasten</translation>
  </message>
  <message>
   <source>Compare</source>
   <translation>Vergleichen</translation>
  </message>
  <message>
   <source>Compare side by side</source>
   <translation>Nebeneinander vergleichen</translation>
  </message>
  <message>
   <source>Compare with another camera: all known cameras</source>
   <translation>Mit einer anderen Kamera vergleichen: alle bekannten Kameras</translation>
  </message>
  <message>
   <source>Compare with it</source>
   <translation>Damit vergleichen</translation>
  </message>
  <message>
   <source>Compare {n} side by side</source>
   <translation>{n} nebeneinander vergleichen</translation>
  </message>
  <message>
   <source>Compare: wipe, side &amp;by side, off</source>
   <translation>Vergleichen: &amp;Schieber, nebeneinander, aus</translation>
  </message>
  <message>
   <source>Compressed</source>
   <translation>Komprimiert</translation>
  </message>
  <message>
   <source>Contents</source>
   <translation>Inhalt</translation>
  </message>
  <message>
   <source>Cool White Fluorescent</source>
   <translation>Leuchtstofflampe Kaltweiß</translation>
  </message>
  <message>
   <source>Copy the pic&amp;ture</source>
   <translation>Bil&amp;d kopieren</translation>
  </message>
  <message>
   <source>Copying the picture</source>
   <translation>Das Bild wird kopiert</translation>
  </message>
  <message>
   <source>Cr&amp;op</source>
   <translation>Zus&amp;chneiden</translation>
  </message>
  <message>
   <source>Crop</source>
   <translation>Schnitt</translation>
  </message>
  <message>
   <source>Crop and turn</source>
   <translation>Zuschnitt</translation>
  </message>
  <message>
   <source>Crop and turn on</source>
   <translation>Zuschneiden und drehen an</translation>
  </message>
  <message>
   <source>Crop in the picture (R). Drag the frame or its handles, outside of it to straighten;
with Ctrl draw along what should be level or upright.
Enter applies, Escape cancels, X turns the frame.</source>
   <translation>Im Bild zuschneiden (R). Rahmen oder Griffe ziehen; außerhalb ziehen richtet gerade;
mit Strg entlang dessen ziehen, was waagrecht oder senkrecht sein soll.
Eingabe übernimmt, Esc bricht ab, X wechselt Hoch- und Querformat.</translation>
  </message>
  <message>
   <source>Crop tool</source>
   <translation>Zuschneidewerkzeug</translation>
  </message>
  <message>
   <source>Crushed, or so dark that one step of the file is 1/3 EV and more</source>
   <translation>Zugelaufen, oder so dunkel: eine Stufe ist 1/3 EV und mehr</translation>
  </message>
  <message>
   <source>Ctrl+drag</source>
   <translation>Strg+Ziehen</translation>
  </message>
  <message>
   <source>Custom</source>
   <translation>Eigener</translation>
  </message>
  <message>
   <source>DNG: the RAW (.dng)</source>
   <translation>DNG: das RAW (.dng)</translation>
  </message>
  <message>
   <source>DNG: the RAW, for raw programs</source>
   <translation>DNG: das RAW, für RAW-Programme</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>Dunkel</translation>
  </message>
  <message>
   <source>Dark, neutral</source>
   <translation>Dunkel, neutral</translation>
  </message>
  <message>
   <source>Dashed: a plain polynomial of the color</source>
   <translation>Gestrichelt: ein einfaches Polynom der Farbe</translation>
  </message>
  <message>
   <source>Data</source>
   <translation>Daten</translation>
  </message>
  <message>
   <source>Day White Fluorescent</source>
   <translation>Leuchtstofflampe Tageslichtweiß</translation>
  </message>
  <message>
   <source>Daylight</source>
   <translation>Tageslicht</translation>
  </message>
  <message>
   <source>Daylight Fluorescent</source>
   <translation>Leuchtstofflampe Tageslicht</translation>
  </message>
  <message>
   <source>Debevec</source>
   <translation>Debevec</translation>
  </message>
  <message>
   <source>Deblur</source>
   <translation>Schärfen</translation>
  </message>
  <message>
   <source>Deblurred</source>
   <translation>Geschärft</translation>
  </message>
  <message>
   <source>Deblurring live needs the compact networks; the paper's run on the command line.</source>
   <translation>Schärfen in der Vorschau braucht die kompakten Netze; die der Veröffentlichung laufen auf der Kommandozeile.</translation>
  </message>
  <message>
   <source>Default: {value}.</source>
   <translation>Voreinstellung: {value}.</translation>
  </message>
  <message>
   <source>Degrees counter-clockwise from rightwards, 0 to 179. Default: 0.</source>
   <translation>Grad gegen den Uhrzeigersinn, von rechts an, 0 bis 179. Voreinstellung: 0.</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>Löschen</translation>
  </message>
  <message>
   <source>Delete	Del</source>
   <translation>Löschen	Entf</translation>
  </message>
  <message>
   <source>Delete a preset</source>
   <translation>Vorgabe löschen</translation>
  </message>
  <message>
   <source>Delete snapshot {0}</source>
   <translation>Schnappschuss {0} löschen</translation>
  </message>
  <message>
   <source>Delete the preset “{0}”? Photos it was put on stay as they are.</source>
   <translation>Die Vorgabe „{0}“ löschen? Fotos, auf die sie angewandt wurde, bleiben, wie sie sind.</translation>
  </message>
  <message>
   <source>Delete the selected model, if it is one of your own</source>
   <translation>Das gewählte Modell löschen, wenn es ein eigenes ist</translation>
  </message>
  <message>
   <source>Delete {name} and its card? The file it was imported from stays.</source>
   <translation>{name} und seine Karte löschen? Die Datei, aus der es kam, bleibt.</translation>
  </message>
  <message>
   <source>Demosaiced</source>
   <translation>In Farbe</translation>
  </message>
  <message>
   <source>Device</source>
   <translation>Gerät</translation>
  </message>
  <message>
   <source>Device pixels per photo pixel</source>
   <translation>Bildschirmpixel je Fotopixel</translation>
  </message>
  <message>
   <source>Device: {device}</source>
   <translation>Gerät: {device}</translation>
  </message>
  <message>
   <source>Direct Sunlight</source>
   <translation>Direkte Sonne</translation>
  </message>
  <message>
   <source>Display P3: wide, Apple's screens</source>
   <translation>Display P3: groß, Apples Bildschirme</translation>
  </message>
  <message>
   <source>Distortion</source>
   <translation>Verzeichnung</translation>
  </message>
  <message>
   <source>Done. It was made from several cameras; choose it by its name.</source>
   <translation>Fertig. Es ist aus mehreren Kameras gemacht; wählen Sie es nach seinem Namen.</translation>
  </message>
  <message>
   <source>Done. Nothing is kept, as it did not get better. Other pairs, or more minutes, may help.</source>
   <translation>Fertig. Nichts wird behalten, da es nicht besser wurde. Andere Paare oder mehr Minuten können helfen.</translation>
  </message>
  <message>
   <source>Done. Nothing new is kept: photos of the {0} use models that come as near already.</source>
   <translation>Fertig. Nichts Neues wird behalten: Für Fotos der {0} gibt es schon Modelle, die so nahe kommen.</translation>
  </message>
  <message>
   <source>Done. Photos of the {0} use it from now on.</source>
   <translation>Fertig. Fotos der {0} verwenden es von jetzt an.</translation>
  </message>
  <message>
   <source>Double click, Delete</source>
   <translation>Doppelklick, Entf</translation>
  </message>
  <message>
   <source>Draft</source>
   <translation>Entwurf</translation>
  </message>
  <message>
   <source>Drag the line, or use the arrow keys. Double click: in the middle again.</source>
   <translation>Ziehen Sie die Linie, oder nehmen Sie die Pfeiltasten. Doppelklick: wieder in die Mitte.</translation>
  </message>
  <message>
   <source>Drag, arrow keys</source>
   <translation>Ziehen, Pfeiltasten</translation>
  </message>
  <message>
   <source>Drag, double click the line</source>
   <translation>Die Linie ziehen, doppelklicken</translation>
  </message>
  <message>
   <source>Draw the way the camera moved in the black field.</source>
   <translation>Zeichnen Sie im schwarzen Feld den Weg der Kamera.</translation>
  </message>
  <message>
   <source>Drop RAW files here that have the camera's JPEG beside them, of the same name, or inside them; or whole folders.</source>
   <translation>Ziehen Sie RAW-Dateien hierher, neben denen oder in denen das JPEG der Kamera liegt (gleicher Name), oder ganze Ordner.</translation>
  </message>
  <message>
   <source>Drop a photo here, or several of one scene with different exposure times.</source>
   <translation>Ziehen Sie ein Foto hierher, oder mehrere einer Szene mit verschiedenen Belichtungszeiten.</translation>
  </message>
  <message>
   <source>Drop photos or a folder here</source>
   <translation>Fotos oder einen Ordner hierher ziehen</translation>
  </message>
  <message>
   <source>Each goes to the nearest that fits. Default.</source>
   <translation>Jede wird zur nächsten, die passt. Voreinstellung.</translation>
  </message>
  <message>
   <source>Each photo gets a name of its own; a name that is taken gets a number.</source>
   <translation>Jedes Foto bekommt einen eigenen Namen; ein vergebener Name bekommt eine Nummer.</translation>
  </message>
  <message>
   <source>Edits for any photo. Point at one to see it. Click or Enter: put it over the present edits.
F2: rename. Delete: delete.</source>
   <translation>Bearbeitungen für jedes Foto. Zeigen Sie auf eine, um sie zu sehen. Klick oder Eingabe: über die jetzige legen.
F2: umbenennen. Entf: löschen.</translation>
  </message>
  <message>
   <source>Edits for any photo. What a preset does not say stays as it is.</source>
   <translation>Bearbeitungen für jedes Foto. Was eine Vorgabe nicht sagt, bleibt, wie es ist.</translation>
  </message>
  <message>
   <source>Edits in the DNG</source>
   <translation>Bearbeitung im DNG</translation>
  </message>
  <message>
   <source>Empty: chosen by the photo's camera.</source>
   <translation>Leer: nach der Kamera des Fotos gewählt.</translation>
  </message>
  <message>
   <source>Enter applies, Escape cancels. To straighten drag outside of the frame, or with Ctrl along the horizon.</source>
   <translation>Eingabe übernimmt, Esc bricht ab. Außerhalb des Rahmens oder mit Strg den Horizont entlang ziehen richtet gerade.</translation>
  </message>
  <message>
   <source>Enter, F, Space</source>
   <translation>Eingabe, F, Leertaste</translation>
  </message>
  <message>
   <source>Esti&amp;mate</source>
   <translation>Schä&amp;tzen</translation>
  </message>
  <message>
   <source>Estimated from the photo.</source>
   <translation>Aus dem Foto geschätzt.</translation>
  </message>
  <message>
   <source>Estimates what no photo holds: how bright white places were.
Default: on.</source>
   <translation>Schätzt, was kein Foto enthält: wie hell weiße Stellen waren.
Voreinstellung: an.</translation>
  </message>
  <message>
   <source>Every edit is written to PHOTO.paramisp.json while one works. Off: edits end with the program.</source>
   <translation>Jede Bearbeitung wird während der Arbeit in FOTO.paramisp.json geschrieben. Aus: Sie endet mit dem Programm.</translation>
  </message>
  <message>
   <source>Every step since the photo was opened. Click on one, or take the arrow keys, to go back to it or
forward again; what lies after it stays until you change something. Ctrl+H comes here.</source>
   <translation>Jeder Schritt seit dem Öffnen des Fotos. Ein Klick oder die Pfeiltasten führen zu ihm zurück oder
wieder vor; was danach kommt, bleibt, bis Sie etwas ändern. Strg+H führt hierher.</translation>
  </message>
  <message>
   <source>Exact</source>
   <translation>Genau</translation>
  </message>
  <message>
   <source>Exact picture</source>
   <translation>Genaues Bild</translation>
  </message>
  <message>
   <source>Exact picture in {time}, {where}</source>
   <translation>Genaues Bild in {time}, {where}</translation>
  </message>
  <message>
   <source>Exactly, in the data: {0}.</source>
   <translation>Genau, in den Daten: {0}.</translation>
  </message>
  <message>
   <source>Export</source>
   <translation>Exportieren</translation>
  </message>
  <message>
   <source>Export &amp;DNG…</source>
   <translation>&amp;DNG exportieren…</translation>
  </message>
  <message>
   <source>Export &amp;selected photos…</source>
   <translation>&amp;Ausgewählte Fotos exportieren…</translation>
  </message>
  <message>
   <source>Export HDR</source>
   <translation>HDR exportieren</translation>
  </message>
  <message>
   <source>Export a preset</source>
   <translation>Eine Vorgabe exportieren</translation>
  </message>
  <message>
   <source>Export a sheet</source>
   <translation>Einen Bogen exportieren</translation>
  </message>
  <message>
   <source>Export a sheet…</source>
   <translation>Bogen exportieren…</translation>
  </message>
  <message>
   <source>Export a&amp;gain</source>
   <translation>Noch&amp;mals exportieren</translation>
  </message>
  <message>
   <source>Export again</source>
   <translation>Nochmals exportieren</translation>
  </message>
  <message>
   <source>Export as the last time, under a name that is free (Ctrl+Shift+E)</source>
   <translation>Wie beim letzten Mal exportieren, unter einem freien Namen (Strg+Umschalt+E)</translation>
  </message>
  <message>
   <source>Export as the selected camera…</source>
   <translation>Wie die gewählte Kamera exportieren…</translation>
  </message>
  <message>
   <source>Export as {name}</source>
   <translation>Wie {name} exportieren</translation>
  </message>
  <message>
   <source>Export folder</source>
   <translation>Exportordner</translation>
  </message>
  <message>
   <source>Export progress</source>
   <translation>Fortschritt des Exports</translation>
  </message>
  <message>
   <source>Export to</source>
   <translation>Exportieren nach</translation>
  </message>
  <message>
   <source>Export without blur</source>
   <translation>Ohne Unschärfe exportieren</translation>
  </message>
  <message>
   <source>Export {0} photos</source>
   <translation>{0} Fotos exportieren</translation>
  </message>
  <message>
   <source>Exported {0}</source>
   <translation>{0} exportiert</translation>
  </message>
  <message>
   <source>Exported {0} to {1} folders.</source>
   <translation>{0} in {1} Ordner exportiert.</translation>
  </message>
  <message>
   <source>Exported {0} to {1}.</source>
   <translation>{0} nach {1} exportiert.</translation>
  </message>
  <message>
   <source>Exported, with something to know: {0}</source>
   <translation>Exportiert, mit einem Hinweis: {0}</translation>
  </message>
  <message>
   <source>Exporting {name}</source>
   <translation>{name} wird exportiert</translation>
  </message>
  <message>
   <source>Export…</source>
   <translation>Exportieren…</translation>
  </message>
  <message>
   <source>Exposure</source>
   <translation>Belichtung</translation>
  </message>
  <message>
   <source>Exposure in EV, -6 to +2. It changes what is shown, not the file. Default: 0.</source>
   <translation>Belichtung in EV, -6 bis +2. Sie ändert, was zu sehen ist, nicht die Datei. Voreinstellung: 0.</translation>
  </message>
  <message>
   <source>Exposure of the light</source>
   <translation>Belichtung des Lichts</translation>
  </message>
  <message>
   <source>Exposure time</source>
   <translation>Belichtungszeit</translation>
  </message>
  <message>
   <source>Exposure value at ISO 100: log2(N²/t) - log2(ISO/100). How bright a scene these settings are for.</source>
   <translation>Lichtwert bei ISO 100: log2(N²/t) - log2(ISO/100). Für wie helle Motive diese Werte sind.</translation>
  </message>
  <message>
   <source>Exposure value {ev}</source>
   <translation>Lichtwert {ev}</translation>
  </message>
  <message>
   <source>Exposure, tone and color are read off the pairs; sharpening and the lens's corners stay those of
cameras in general. Often as good on other photos, the more so from two pairs on.</source>
   <translation>Belichtung, Tonwerte und Farben werden von den Paaren abgelesen; Schärfung und Objektivecken bleiben die
von Kameras im Allgemeinen. Bei anderen Fotos oft ebenso gut, zumal ab zwei Paaren.</translation>
  </message>
  <message>
   <source>Favorites only</source>
   <translation>Nur Favoriten</translation>
  </message>
  <message>
   <source>Finds again what the JPEG's rounding took, within what the file leaves open: blocks, rings and
patches of color that show once shadows are lifted. Look at it at 100 %.
This photo: quality {quality}, chroma {subsampling}.</source>
   <translation>Findet wieder, was beim Runden des JPEG verloren ging, so weit die Datei es offen lässt: Blöcke, Ringe
und Farbflecken, die man sieht, sobald Schatten aufgehellt werden. Bei 100 % ansehen.
Dieses Foto: Qualität {quality}, Farbe {subsampling}.</translation>
  </message>
  <message>
   <source>Fine detail</source>
   <translation>Feines Detail</translation>
  </message>
  <message>
   <source>Fine picture in {time}, {where}</source>
   <translation>Feines Bild in {time}, {where}</translation>
  </message>
  <message>
   <source>Fit</source>
   <translation>Einpassen</translation>
  </message>
  <message>
   <source>Fit or 100 % at the cursor</source>
   <translation>Einpassen oder 100 % am Mauszeiger</translation>
  </message>
  <message>
   <source>Flash</source>
   <translation>Blitz</translation>
  </message>
  <message>
   <source>Flash preset (EXIF says that it fired)</source>
   <translation>Vorgabe für Blitz (EXIF sagt, dass er auslöste)</translation>
  </message>
  <message>
   <source>Flip horizontally</source>
   <translation>Waagerecht spiegeln</translation>
  </message>
  <message>
   <source>Flip vertically</source>
   <translation>Senkrecht spiegeln</translation>
  </message>
  <message>
   <source>Fluorescent</source>
   <translation>Leuchtstofflampe</translation>
  </message>
  <message>
   <source>Focal length</source>
   <translation>Brennweite</translation>
  </message>
  <message>
   <source>Focal length of the lens itself, not the 35 mm equivalent. Renders as the camera would have with such a lens: tone and sharpening. The view and its perspective stay.</source>
   <translation>Brennweite des Objektivs selbst, nicht auf Kleinbild umgerechnet. Entwickelt, wie die Kamera es mit einem solchen Objektiv täte: Tonwerte und Schärfung. Ausschnitt und Perspektive bleiben.</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <source>Folder of RAW+JPEG pairs</source>
   <translation>Ordner mit RAW+JPEG-Paaren</translation>
  </message>
  <message>
   <source>For Camera Raw and Lightroom only: {0}.</source>
   <translation>Nur für Camera Raw und Lightroom: {0}.</translation>
  </message>
  <message>
   <source>Format</source>
   <translation>Format</translation>
  </message>
  <message>
   <source>Found: parts of the photo agree on this kernel.</source>
   <translation>Gefunden: Teile des Fotos stimmen in diesem Kern überein.</translation>
  </message>
  <message>
   <source>Free</source>
   <translation>Frei</translation>
  </message>
  <message>
   <source>From</source>
   <translation>Von</translation>
  </message>
  <message>
   <source>From RAW</source>
   <translation>Vom RAW</translation>
  </message>
  <message>
   <source>From a picture…</source>
   <translation>Aus einem Bild…</translation>
  </message>
  <message>
   <source>Full &amp;screen</source>
   <translation>Voll&amp;bild</translation>
  </message>
  <message>
   <source>Full size</source>
   <translation>Volle Größe</translation>
  </message>
  <message>
   <source>General</source>
   <translation>Allgemein</translation>
  </message>
  <message>
   <source>Generic camera</source>
   <translation>Allgemeine Kamera</translation>
  </message>
  <message>
   <source>Generic phone</source>
   <translation>Allgemeines Smartphone</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>Weiter</translation>
  </message>
  <message>
   <source>Going back to RAW…</source>
   <translation>Zurück zum RAW…</translation>
  </message>
  <message>
   <source>Going back to the light…</source>
   <translation>Zurück zum Licht…</translation>
  </message>
  <message>
   <source>Green</source>
   <translation>Grün</translation>
  </message>
  <message>
   <source>Green to magenta. Higher makes the picture more magenta.</source>
   <translation>Grün bis Magenta. Höher macht das Bild magentafarbener.</translation>
  </message>
  <message>
   <source>HDR</source>
   <translation>HDR</translation>
  </message>
  <message>
   <source>Half floats do for pictures. Default: 16.</source>
   <translation>Für Bilder genügen 16 Bit. Voreinstellung: 16.</translation>
  </message>
  <message>
   <source>Headroom</source>
   <translation>Reserve</translation>
  </message>
  <message>
   <source>Highlights</source>
   <translation>Lichter</translation>
  </message>
  <message>
   <source>Highlights clipped: {share}</source>
   <translation>Lichter beschnitten: {share}</translation>
  </message>
  <message>
   <source>Histogram</source>
   <translation>Histogramm</translation>
  </message>
  <message>
   <source>Histogram of the shown picture</source>
   <translation>Histogramm des gezeigten Bildes</translation>
  </message>
  <message>
   <source>Histogram of the shown picture: red, green, blue, and luminance as a line</source>
   <translation>Histogramm des gezeigten Bildes: Rot, Grün, Blau, und die Helligkeit als Linie</translation>
  </message>
  <message>
   <source>Histogram of the shown picture: red, green, blue, and luminance as a line.
At 0: {low:.1%}, at 255: {high:.1%} of the pixels.</source>
   <translation>Histogramm des gezeigten Bildes: Rot, Grün, Blau, und die Helligkeit als Linie.
Bei 0: {low:.1%}, bei 255: {high:.1%} der Pixel.</translation>
  </message>
  <message>
   <source>Histor&amp;y</source>
   <translation>&amp;Verlauf</translation>
  </message>
  <message>
   <source>History</source>
   <translation>Verlauf</translation>
  </message>
  <message>
   <source>How far the photo's white lies below the white of its RAW, in stops: how dark the estimated RAW is.
No photo shows it; at first it is what the network has learned of such cameras. Double-click: back to that.</source>
   <translation>Wie weit das Weiß des Fotos unter dem Weiß seines RAW liegt, in Blendenstufen: wie dunkel das geschätzte
RAW ist. Kein Foto zeigt es; zuerst ist es, was das Netz von solchen Kameras gelernt hat. Doppelklick: dahin zurück.</translation>
  </message>
  <message>
   <source>How like your camera, in dB</source>
   <translation>Wie ähnlich Ihrer Kamera, in dB</translation>
  </message>
  <message>
   <source>How many pixels have which brightness, red, green and blue (H: the next scope)</source>
   <translation>Wie viele Pixel welche Helligkeit haben, Rot, Grün und Blau (H: die nächste Anzeige)</translation>
  </message>
  <message>
   <source>How many threads the networks use on the CPU. Automatic: one fewer than there are cores, at least two.</source>
   <translation>Wie viele Threads die Netze auf dem Prozessor nutzen. Automatisch: einer weniger, als es Kerne gibt, mindestens zwei.</translation>
  </message>
  <message>
   <source>How much it changes to RAW and back is being found out…</source>
   <translation>Wie sehr es sich zum RAW und zurück ändert, wird ermittelt…</translation>
  </message>
  <message>
   <source>How much of each step the networks decide: 100 % as they learned it, 0 % the plain formula.
Less than 100 % where that came out better on photos whose RAW is known.</source>
   <translation>Wie viel jedes Schritts die Netze entscheiden: 100 % wie gelernt, 0 % die einfache Formel.
Weniger als 100 %, wo das bei Fotos mit bekanntem RAW besser herauskam.</translation>
  </message>
  <message>
   <source>How much of the camera's noise in brightness goes. Look at it at 100 %.</source>
   <translation>Wie viel vom Helligkeitsrauschen der Kamera verschwindet. Bei 100 % ansehen.</translation>
  </message>
  <message>
   <source>How much of the camera's noise in color goes. Look at it at 100 %.</source>
   <translation>Wie viel vom Farbrauschen der Kamera verschwindet. Bei 100 % ansehen.</translation>
  </message>
  <message>
   <source>How much of the corners' darkness goes. 100 % makes them as bright as the lens's middle. Leave it
at 0 % where the camera did it already, as many do in their JPEGs.</source>
   <translation>Wie viel von der Dunkelheit der Ecken verschwindet. 100 % macht sie so hell wie die Mitte. Bei 0 %
lassen, wo die Kamera es schon getan hat, wie viele in ihren JPEGs.</translation>
  </message>
  <message>
   <source>How much of the lens's distortion goes. 100 % makes straight lines straight. Leave it at 0 %
where the camera did it already, as many do in their JPEGs.</source>
   <translation>Wie viel von der Verzeichnung des Objektivs verschwindet. 100 % macht gerade Linien gerade. Bei 0 %
lassen, wo die Kamera es schon getan hat, wie viele in ihren JPEGs.</translation>
  </message>
  <message>
   <source>How strong all colors are. -100 % is black and white.</source>
   <translation>Wie kräftig alle Farben sind. -100 % ist Schwarzweiß.</translation>
  </message>
  <message>
   <source>How strong the pale colors are; colors that are strong already hardly change.</source>
   <translation>Wie kräftig die blassen Farben sind; schon kräftige ändern sich kaum.</translation>
  </message>
  <message>
   <source>ISO</source>
   <translation>ISO</translation>
  </message>
  <message>
   <source>ISO {iso:.0f}, as the photo does not tell its own</source>
   <translation>ISO {iso:.0f}, da das Foto seines nicht nennt</translation>
  </message>
  <message>
   <source>ISO, exposure time, aperture and focal length choose how the camera renders: noise reduction, sharpening, tone. They add no depth of field and no motion blur, and noise only by Noise of the ISO.</source>
   <translation>ISO, Belichtungszeit, Blende und Brennweite bestimmen, wie die Kamera entwickelt: Entrauschen, Schärfung, Tonwerte. Sie fügen weder Tiefenschärfe noch Bewegungsunschärfe hinzu, und Rauschen nur durch „Rauschen der ISO-Zahl“.</translation>
  </message>
  <message>
   <source>Import a model</source>
   <translation>Modell importieren</translation>
  </message>
  <message>
   <source>Import presets</source>
   <translation>Vorgaben importieren</translation>
  </message>
  <message>
   <source>Import…</source>
   <translation>Importieren…</translation>
  </message>
  <message>
   <source>In &amp;minutes: detail and the lens's corners too</source>
   <translation>In &amp;Minuten: auch Details und Objektivecken</translation>
  </message>
  <message>
   <source>In &amp;seconds: exposure, tone and color alone</source>
   <translation>In &amp;Sekunden: nur Belichtung, Tonwerte, Farben</translation>
  </message>
  <message>
   <source>In tags that raw programs follow: {0}.</source>
   <translation>In Angaben, denen RAW-Programme folgen: {0}.</translation>
  </message>
  <message>
   <source>In the RAW mosaic: red, green and blue, framed from 800 % and lettered from 1200 %; off: gray values.
Shift+C; on by default</source>
   <translation>Im RAW-Mosaik: rot, grün und blau, ab 800 % umrahmt, ab 1200 % beschriftet; aus: Grauwerte.
Umschalt+C; anfangs an</translation>
  </message>
  <message>
   <source>In the camera browser: render as, favorite, compare</source>
   <translation>In der Kameraübersicht: entwickeln wie, Favorit, vergleichen</translation>
  </message>
  <message>
   <source>Incandescent</source>
   <translation>Glühlampe</translation>
  </message>
  <message>
   <source>It failed ({0}).</source>
   <translation>Das schlug fehl ({0}).</translation>
  </message>
  <message>
   <source>Its distortion cannot be taken out of the whole picture.</source>
   <translation>Seine Verzeichnung lässt sich nicht aus dem ganzen Bild nehmen.</translation>
  </message>
  <message>
   <source>Its distortion was never measured.</source>
   <translation>Seine Verzeichnung wurde nie gemessen.</translation>
  </message>
  <message>
   <source>Its vignetting needs the aperture, which is not known.</source>
   <translation>Seine Vignettierung braucht die Blende, die nicht bekannt ist.</translation>
  </message>
  <message>
   <source>Its vignetting was never measured.</source>
   <translation>Seine Vignettierung wurde nie gemessen.</translation>
  </message>
  <message>
   <source>JPEG (.jpg)</source>
   <translation>JPEG (.jpg)</translation>
  </message>
  <message>
   <source>JPEG artifacts</source>
   <translation>JPEG-Artefakte</translation>
  </message>
  <message>
   <source>JPEG artifacts left</source>
   <translation>JPEG-Artefakte belassen</translation>
  </message>
  <message>
   <source>JPEG artifacts removed</source>
   <translation>JPEG-Artefakte entfernt</translation>
  </message>
  <message>
   <source>JPEG quality</source>
   <translation>JPEG-Qualität</translation>
  </message>
  <message>
   <source>JPEG quality, 50 to 100. Colors keep their full resolution. Default: 95.</source>
   <translation>JPEG-Qualität, 50 bis 100. Farben behalten ihre volle Auflösung. Voreinstellung: 95.</translation>
  </message>
  <message>
   <source>JPEG, PNG and TIFF hold the picture; a DNG the deblurred RAW. Default: JPEG.</source>
   <translation>JPEG, PNG und TIFF enthalten das Bild, ein DNG das geschärfte RAW. Voreinstellung: JPEG.</translation>
  </message>
  <message>
   <source>JPEG, PNG, TIFF, HEIC, WebP and camera RAW files</source>
   <translation>JPEG, PNG, TIFF, HEIC, WebP und Kamera-RAW</translation>
  </message>
  <message>
   <source>JPEG, tone-mapped (.jpg)</source>
   <translation>JPEG, im Umfang angepasst (.jpg)</translation>
  </message>
  <message>
   <source>JPEG: the picture, 8 bit</source>
   <translation>JPEG: das Bild, 8 Bit</translation>
  </message>
  <message>
   <source>Keep</source>
   <translation>Behalten</translation>
  </message>
  <message>
   <source>Keep the exposure</source>
   <translation>Belichtung halten</translation>
  </message>
  <message>
   <source>Keep the photo as it is now under a name, in its sidecar (Ctrl+N)</source>
   <translation>Das Foto, wie es jetzt ist, unter einem Namen behalten, in seiner Begleitdatei (Strg+N)</translation>
  </message>
  <message>
   <source>Keep the present edits for other photos, without crop and camera (Ctrl+Shift+N)</source>
   <translation>Die jetzige Bearbeitung für andere Fotos behalten, ohne Zuschnitt und Kamera (Strg+Umschalt+N)</translation>
  </message>
  <message>
   <source>Keep the values of the place under the cursor in sight, or of the middle of what is visible
(I; up to {most}, none by default)</source>
   <translation>Die Werte der Stelle unter dem Mauszeiger im Blick behalten, sonst der Mitte des Sichtbaren
(I; bis zu {most}, anfangs keine)</translation>
  </message>
  <message>
   <source>Keeps what the networks lose on the way to RAW and back,
so that an unedited photo shows as itself.
Off: the picture is purely what the learned camera renders.</source>
   <translation>Behält, was die Netze auf dem Weg zum RAW und zurück verlieren,
so dass ein unbearbeitetes Foto sich selbst zeigt.
Aus: Das Bild ist allein, was die gelernte Kamera entwickelt.</translation>
  </message>
  <message>
   <source>Kept in {path}</source>
   <translation>Behalten in {path}</translation>
  </message>
  <message>
   <source>Kernel: what a point of light became</source>
   <translation>Kern: was aus einem Lichtpunkt wurde</translation>
  </message>
  <message>
   <source>Kernels (*.png *.tif *.tiff *.bmp *.jpg *.npy)</source>
   <translation>Kerne (*.png *.tif *.tiff *.bmp *.jpg *.npy)</translation>
  </message>
  <message>
   <source>Keys</source>
   <translation>Tasten</translation>
  </message>
  <message>
   <source>Keys other than the usual ones, by command.</source>
   <translation>Andere als die üblichen Tasten, nach Befehl.</translation>
  </message>
  <message>
   <source>Kind of blur</source>
   <translation>Art der Unschärfe</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Sprache</translation>
  </message>
  <message>
   <source>Laying the JPEGs over their RAWs…</source>
   <translation>JPEGs werden über ihre RAWs gelegt…</translation>
  </message>
  <message>
   <source>Learn</source>
   <translation>Lernen</translation>
  </message>
  <message>
   <source>Learned</source>
   <translation>Gelernt</translation>
  </message>
  <message>
   <source>Learned camera</source>
   <translation>Gelernte Kamera</translation>
  </message>
  <message>
   <source>Learned camera ready, {where}</source>
   <translation>Gelernte Kamera bereit, {where}</translation>
  </message>
  <message>
   <source>Learned camera: {model}</source>
   <translation>Gelernte Kamera: {model}</translation>
  </message>
  <message>
   <source>Left out: {0}.</source>
   <translation>Weggelassen: {0}.</translation>
  </message>
  <message>
   <source>Length of the motion</source>
   <translation>Länge der Bewegung</translation>
  </message>
  <message>
   <source>Length {0} px</source>
   <translation>Länge {0} px</translation>
  </message>
  <message>
   <source>Lens</source>
   <translation>Objektiv</translation>
  </message>
  <message>
   <source>Lens that took the photo</source>
   <translation>Objektiv, mit dem das Foto entstand</translation>
  </message>
  <message>
   <source>Level the picture by a line, while cropping</source>
   <translation>Bild nach einer Linie ausrichten, beim Zuschneiden</translation>
  </message>
  <message>
   <source>Li&amp;ve strip over a setting</source>
   <translation>Bilderreihe &amp;über eine Einstellung</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>Licht</translation>
  </message>
  <message>
   <source>Light from place to place</source>
   <translation>Licht von Ort zu Ort</translation>
  </message>
  <message>
   <source>Light in the OpenEXR</source>
   <translation>Licht im OpenEXR</translation>
  </message>
  <message>
   <source>Light taken from the whole RAW, in percent of white. Higher makes black deeper.</source>
   <translation>Licht, das dem ganzen RAW genommen wird, in Prozent von Weiß. Höher macht Schwarz tiefer.</translation>
  </message>
  <message>
   <source>Light up to {0:.1f} EV above white</source>
   <translation>Licht bis {0:.1f} EV über Weiß</translation>
  </message>
  <message>
   <source>Light, color and noise edits go into the data, exactly; white balance, crop and turns into tags; the tone curve and lens distortion into what Camera Raw and Lightroom follow. Straightening is left out.</source>
   <translation>Licht, Farbe und Entrauschen kommen genau in die Daten; Weißabgleich, Zuschnitt und Drehung in Angaben; Gradationskurve und Verzeichnung in das, dem Camera Raw und Lightroom folgen. Das Geraderichten entfällt.</translation>
  </message>
  <message>
   <source>Light, neutral</source>
   <translation>Hell, neutral</translation>
  </message>
  <message>
   <source>Likeness to the camera over time</source>
   <translation>Ähnlichkeit mit der Kamera über die Zeit</translation>
  </message>
  <message>
   <source>Limit of the kernel that is looked for</source>
   <translation>Grenze des gesuchten Kerns</translation>
  </message>
  <message>
   <source>Live editing needs the compact networks; the paper's run on the command line.</source>
   <translation>Bearbeiten in der Vorschau braucht die kompakten Netze; die der Veröffentlichung laufen auf der Kommandozeile.</translation>
  </message>
  <message>
   <source>Live strip</source>
   <translation>Bilderreihe</translation>
  </message>
  <message>
   <source>Loading the learned camera…</source>
   <translation>Die gelernte Kamera wird geladen…</translation>
  </message>
  <message>
   <source>Loading…</source>
   <translation>Wird geladen…</translation>
  </message>
  <message>
   <source>Long edge</source>
   <translation>Lange Seite</translation>
  </message>
  <message>
   <source>Look through the &amp;profile</source>
   <translation>Durch das &amp;Profil sehen</translation>
  </message>
  <message>
   <source>Looking for the kernel…</source>
   <translation>Der Kern wird gesucht…</translation>
  </message>
  <message>
   <source>Looks for the kernel in the photo itself: what blurred it alike everywhere.
It takes some seconds; Close stops it.</source>
   <translation>Sucht den Kern im Foto selbst: was es überall gleich unscharf machte.
Das dauert einige Sekunden; Schließen bricht ab.</translation>
  </message>
  <message>
   <source>Lossless JPEG: the same values in half the space. Off for programs that cannot read it.
Default: on.</source>
   <translation>Verlustfreies JPEG: dieselben Werte auf halbem Platz. Aus für Programme, die es nicht lesen.
Voreinstellung: an.</translation>
  </message>
  <message>
   <source>Loupe</source>
   <translation>Lupe</translation>
  </message>
  <message>
   <source>Loupe: 100, 200, 400, &amp;800 %</source>
   <translation>Lupe: 100, 200, 400, &amp;800 %</translation>
  </message>
  <message>
   <source>Luminance</source>
   <translation>Helligkeit</translation>
  </message>
  <message>
   <source>Luminance noise</source>
   <translation>Helligkeitsrauschen</translation>
  </message>
  <message>
   <source>Made at screen resolution.
Zoom in to see exactly what an export holds.</source>
   <translation>In Bildschirmauflösung gerechnet.
Vergrößern zeigt genau, was ein Export enthält.</translation>
  </message>
  <message>
   <source>Magnify what is under the cursor, of any view; tap the key, or hold it (Q; off by default).
Arrow keys move it by 10 pixels, with Shift by 1.</source>
   <translation>Vergrößert in jeder Ansicht, was unter dem Mauszeiger ist; Taste tippen oder halten (Q; anfangs aus).
Pfeiltasten bewegen sie um 10 Pixel, mit Umschalt um 1.</translation>
  </message>
  <message>
   <source>Making {0}…</source>
   <translation>{0} entsteht…</translation>
  </message>
  <message>
   <source>Mark colors that the profile chosen under Soft proof cannot show</source>
   <translation>Farben markieren, die das unter Soft-Proof gewählte Profil nicht zeigen kann</translation>
  </message>
  <message>
   <source>Mark in the picture where the photo was clipped or too dark, so that its RAW is only estimated
(U; off by default)</source>
   <translation>Markiert im Bild, wo das Foto beschnitten oder zu dunkel war, sodass sein RAW nur geschätzt ist
(U; sonst aus)</translation>
  </message>
  <message>
   <source>Mark photosites at the RAW's white level in the color of their filter</source>
   <translation>Sensorpunkte am Weißpegel des RAW in ihrer Filterfarbe markieren</translation>
  </message>
  <message>
   <source>Mark two to four cameras by the box at their corner, or with Space.</source>
   <translation>Markieren Sie zwei bis vier Kameras mit dem Kästchen in ihrer Ecke oder der Leertaste.</translation>
  </message>
  <message>
   <source>Mark what is clipped (red) and crushed (blue) in the shown picture</source>
   <translation>Beschnittenes (rot) und Zugelaufenes (blau) im gezeigten Bild markieren</translation>
  </message>
  <message>
   <source>Mark where the photo was clipped or too dark, so that its RAW is only estimated</source>
   <translation>Markieren, wo das Foto beschnitten oder zu dunkel war, so dass sein RAW nur geschätzt ist</translation>
  </message>
  <message>
   <source>Mean difference of all three colors, in percent of white, on the photo reduced to 384 pixels</source>
   <translation>Mittlerer Unterschied aller drei Farben, in Prozent von Weiß, am auf 384 Pixel verkleinerten Foto</translation>
  </message>
  <message>
   <source>Megapixels</source>
   <translation>Megapixel</translation>
  </message>
  <message>
   <source>Mertens</source>
   <translation>Mertens</translation>
  </message>
  <message>
   <source>Mertens fuses pictures and knows no light: choose JPEG or PNG, tone-mapped.</source>
   <translation>Mertens fügt Bilder zusammen und kennt kein Licht: Wählen Sie JPEG oder PNG, im Umfang angepasst.</translation>
  </message>
  <message>
   <source>Metadata</source>
   <translation>Metadaten</translation>
  </message>
  <message>
   <source>Method</source>
   <translation>Verfahren</translation>
  </message>
  <message>
   <source>Method: ParamISP, Kim et al., CVPR 2024. License: Apache-2.0.</source>
   <translation>Verfahren: ParamISP, Kim et al., CVPR 2024. Lizenz: Apache-2.0.</translation>
  </message>
  <message>
   <source>Middle gray</source>
   <translation>Mittelgrau</translation>
  </message>
  <message>
   <source>Million pixels, 0.1 to 1000. Default: 4 MP.</source>
   <translation>Millionen Pixel, 0,1 bis 1000. Voreinstellung: 4 MP.</translation>
  </message>
  <message>
   <source>Minutes of training</source>
   <translation>Minuten des Trainings</translation>
  </message>
  <message>
   <source>Model card</source>
   <translation>Modellkarte</translation>
  </message>
  <message>
   <source>Models</source>
   <translation>Modelle</translation>
  </message>
  <message>
   <source>Monitor profile</source>
   <translation>Monitorprofil</translation>
  </message>
  <message>
   <source>More for {0}</source>
   <translation>Mehr zu {0}</translation>
  </message>
  <message>
   <source>More is smoother, less is sharper: 0.25 to 8. Default: 1.</source>
   <translation>Mehr ist glatter, weniger schärfer: 0,25 bis 8. Voreinstellung: 1.</translation>
  </message>
  <message>
   <source>Mosaic</source>
   <translation>Mosaik</translation>
  </message>
  <message>
   <source>Move the wipe, or center it</source>
   <translation>Den Schieber bewegen oder mittig setzen</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>Name of the new model: letters, digits, - and _</source>
   <translation>Name des neuen Modells: Buchstaben, Ziffern, - und _</translation>
  </message>
  <message>
   <source>Named in the photo's EXIF.</source>
   <translation>Im EXIF des Fotos genannt.</translation>
  </message>
  <message>
   <source>Names</source>
   <translation>Namen</translation>
  </message>
  <message>
   <source>Ne&amp;xt scope: histogram, waveform, parade, vectorscope, RAW</source>
   <translation>&amp;Nächste Anzeige: Histogramm, Waveform, Parade, Vektorskop, RAW</translation>
  </message>
  <message>
   <source>Neutral Fluorescent</source>
   <translation>Leuchtstofflampe Neutralweiß</translation>
  </message>
  <message>
   <source>New key</source>
   <translation>Neue Taste</translation>
  </message>
  <message>
   <source>Next photo, the one before</source>
   <translation>Nächstes Foto, voriges Foto</translation>
  </message>
  <message>
   <source>No JPEG tells how far the sensor's white lay above the JPEG's: expect half a stop of uncertainty.</source>
   <translation>Kein JPEG verrät, wie weit das Weiß des Sensors über seinem lag: Rechnen Sie mit einer halben Blendenstufe Unsicherheit.</translation>
  </message>
  <message>
   <source>No RAW with a matching camera JPEG beside it (same name) or inside it was found.</source>
   <translation>Es wurde kein RAW gefunden, neben dem (unter demselben Namen) oder in dem ein passendes JPEG der Kamera liegt.</translation>
  </message>
  <message>
   <source>No camera fits. Search for a part of its name, like “d70” or “5d”.</source>
   <translation>Keine Kamera passt. Suchen Sie einen Teil ihres Namens, etwa „d70“ oder „5d“.</translation>
  </message>
  <message>
   <source>No camera named “{text}” is in the database.{hint}</source>
   <translation>Keine Kamera namens „{text}“ ist in der Datenbank.{hint}</translation>
  </message>
  <message>
   <source>No camera of this name is known.</source>
   <translation>Keine Kamera dieses Namens ist bekannt.</translation>
  </message>
  <message>
   <source>No favorites here yet: the star, or F, makes a camera one.</source>
   <translation>Noch keine Favoriten: Der Stern oder F macht eine Kamera dazu.</translation>
  </message>
  <message>
   <source>No files yet</source>
   <translation>Noch keine Dateien</translation>
  </message>
  <message>
   <source>No key</source>
   <translation>Keine Taste</translation>
  </message>
  <message>
   <source>No learned camera</source>
   <translation>Keine gelernte Kamera</translation>
  </message>
  <message>
   <source>No lens of this name is known.</source>
   <translation>Kein Objektiv dieses Namens ist bekannt.</translation>
  </message>
  <message>
   <source>No light makes that color gray. Click on something that was white or gray.</source>
   <translation>Kein Licht macht diese Farbe grau. Klicken Sie auf etwas, das weiß oder grau war.</translation>
  </message>
  <message>
   <source>No photo was exported.</source>
   <translation>Kein Foto wurde exportiert.</translation>
  </message>
  <message>
   <source>No photosite is at the RAW's white level here.</source>
   <translation>Kein Sensorpunkt ist hier am Weißpegel des RAW.</translation>
  </message>
  <message>
   <source>No picture</source>
   <translation>Kein Bild</translation>
  </message>
  <message>
   <source>Noise and JPEG</source>
   <translation>Rauschen und JPEG</translation>
  </message>
  <message>
   <source>Noise of the ISO</source>
   <translation>Rauschen der ISO-Zahl</translation>
  </message>
  <message>
   <source>Not exported: {0}</source>
   <translation>Nicht exportiert: {0}</translation>
  </message>
  <message>
   <source>Not here: brushes and masks, retouching, sharpening by hand, colors by hue, black and white, ratings and a photo library.</source>
   <translation>Nicht hier: Pinsel und Masken, Retusche, Schärfen von Hand, Farben nach Farbton, Schwarzweiß, Bewertungen und eine Fotoverwaltung.</translation>
  </message>
  <message>
   <source>Not while something is exported.</source>
   <translation>Nicht, während etwas exportiert wird.</translation>
  </message>
  <message>
   <source>Nothing in it is clipped or too dark to tell.</source>
   <translation>Nichts darin ist beschnitten oder zu dunkel.</translation>
  </message>
  <message>
   <source>Nothing in it is clipped.</source>
   <translation>Nichts darin ist beschnitten.</translation>
  </message>
  <message>
   <source>Nothing in this photo is clipped, crushed or too dark to tell its light.</source>
   <translation>Nichts in diesem Foto ist beschnitten, zugelaufen oder zu dunkel, um sein Licht zu kennen.</translation>
  </message>
  <message>
   <source>Nothing is changed that a preset could hold: crop and camera stay with their photo.</source>
   <translation>Nichts ist geändert, was eine Vorgabe enthalten könnte: Zuschnitt und Kamera bleiben bei ihrem Foto.</translation>
  </message>
  <message>
   <source>Nothing of the RAW is edited.</source>
   <translation>Am RAW ist nichts bearbeitet.</translation>
  </message>
  <message>
   <source>Now</source>
   <translation>Jetzt</translation>
  </message>
  <message>
   <source>O&amp;utside the proof's gamut</source>
   <translation>&amp;Außerhalb des Proof-Farbraums</translation>
  </message>
  <message>
   <source>Of the visible photosites.</source>
   <translation>Von den sichtbaren Sensorpunkten.</translation>
  </message>
  <message>
   <source>Of the window's texts, from the next start on. Automatic: the system's, where it is translated.</source>
   <translation>Die Sprache der Texte im Fenster, ab dem nächsten Start. Automatisch: die des Systems, wo es eine Übersetzung gibt.</translation>
  </message>
  <message>
   <source>Of what is visible; pale where one or two of red, green and blue are, full where all are.</source>
   <translation>Vom Sichtbaren; blass, wo es eins oder zwei von Rot, Grün und Blau sind, voll, wo es alle sind.</translation>
  </message>
  <message>
   <source>Of {name} only the main camera is in the database; for its front camera a generic phone stands in.</source>
   <translation>Von {name} ist nur die Hauptkamera in der Datenbank; an Stelle der Frontkamera steht ein allgemeines Smartphone.</translation>
  </message>
  <message>
   <source>Of {name} only the main camera is in the database; for its telephoto camera a generic phone stands in.</source>
   <translation>Von {name} ist nur die Hauptkamera in der Datenbank; an Stelle der Telekamera steht ein allgemeines Smartphone.</translation>
  </message>
  <message>
   <source>Of {name} only the main camera is in the database; for its ultra-wide camera a generic phone stands in.</source>
   <translation>Von {name} ist nur die Hauptkamera in der Datenbank; an Stelle der Ultraweitwinkelkamera steht ein allgemeines Smartphone.</translation>
  </message>
  <message>
   <source>Off: the photo without what is set under {section}. The values stay.</source>
   <translation>Aus: das Foto ohne das, was unter {section} eingestellt ist. Die Werte bleiben.</translation>
  </message>
  <message>
   <source>On: the learned camera is told this {setting}.
Off: {setting} counts as unknown, and the camera renders without being told.</source>
   <translation>An: Der gelernten Kamera wird {setting} gesagt.
Aus: {setting} gilt als unbekannt, und die Kamera entwickelt, ohne es zu wissen.</translation>
  </message>
  <message>
   <source>One camera</source>
   <translation>Eine Kamera</translation>
  </message>
  <message>
   <source>One pair found: {1}, {2}</source>
   <translation>Ein Paar gefunden: {1}, {2}</translation>
  </message>
  <message>
   <source>One photo</source>
   <translation>Ein Foto</translation>
  </message>
  <message>
   <source>One photo pixel per screen pixel (Ctrl+1)</source>
   <translation>Ein Fotopixel je Bildschirmpixel (Strg+1)</translation>
  </message>
  <message>
   <source>One photo was changed.</source>
   <translation>Ein Foto wurde geändert.</translation>
  </message>
  <message>
   <source>One photo, or several of one scene with different exposure times.
Drop files here. Delete removes the chosen one.</source>
   <translation>Ein Foto, oder mehrere eines Motivs mit verschiedenen Belichtungszeiten.
Dateien hierher ziehen. Entf nimmt das gewählte heraus.</translation>
  </message>
  <message>
   <source>One picture</source>
   <translation>Ein Bild</translation>
  </message>
  <message>
   <source>Only compact networks can be calibrated.</source>
   <translation>Nur kompakte Netze lassen sich kalibrieren.</translation>
  </message>
  <message>
   <source>Open &amp;folder…</source>
   <translation>&amp;Ordner öffnen…</translation>
  </message>
  <message>
   <source>Open &amp;recent</source>
   <translation>&amp;Zuletzt geöffnet</translation>
  </message>
  <message>
   <source>Open a folder</source>
   <translation>Ordner öffnen</translation>
  </message>
  <message>
   <source>Open a folder first, then select photos in the strip below the picture.</source>
   <translation>Öffnen Sie zuerst einen Ordner und wählen Sie dann Fotos im Streifen unter dem Bild aus.</translation>
  </message>
  <message>
   <source>Open a folder…</source>
   <translation>Ordner öffnen…</translation>
  </message>
  <message>
   <source>Open a photo from any camera: the RAW it came from is reconstructed, and a learned camera renders it again while you edit. Choose the ISO, the aperture, even the camera to render for; the photo itself is never changed. Export a DNG for raw programs or a finished picture; a RAW made from a JPEG is an estimate, and says so.</source>
   <translation>Öffnen Sie ein Foto irgendeiner Kamera: Das RAW, aus dem es kam, wird rekonstruiert, und eine gelernte Kamera entwickelt es neu, während Sie es bearbeiten. Wählen Sie ISO, Blende, sogar die Kamera, wie die es entwickeln soll; das Foto selbst wird nie verändert. Exportieren Sie ein DNG für RAW-Programme oder ein fertiges Bild; ein RAW aus einem JPEG ist eine Schätzung und sagt es.</translation>
  </message>
  <message>
   <source>Open folder</source>
   <translation>Ordner öffnen</translation>
  </message>
  <message>
   <source>Open photos</source>
   <translation>Fotos öffnen</translation>
  </message>
  <message>
   <source>Open photos…</source>
   <translation>Fotos öffnen…</translation>
  </message>
  <message>
   <source>Open the folder</source>
   <translation>Den Ordner öffnen</translation>
  </message>
  <message>
   <source>Open the photo that comes with the program</source>
   <translation>Das Foto öffnen, das zum Programm gehört</translation>
  </message>
  <message>
   <source>OpenEXR: light (.exr)</source>
   <translation>OpenEXR: Licht (.exr)</translation>
  </message>
  <message>
   <source>OpenEXR: linear light, floating point</source>
   <translation>OpenEXR: lineares Licht, Gleitkomma</translation>
  </message>
  <message>
   <source>Opening {name}…</source>
   <translation>{name} wird geöffnet…</translation>
  </message>
  <message>
   <source>Other programs show the white balance without the learned camera's own cast; what is picked as gray (W) is gray there too.</source>
   <translation>Andere Programme zeigen den Weißabgleich ohne den eigenen Farbstich der gelernten Kamera; was als Grau gewählt wird (W), ist auch dort grau.</translation>
  </message>
  <message>
   <source>Out of focus</source>
   <translation>Nicht im Fokus</translation>
  </message>
  <message>
   <source>Outside its gamut</source>
   <translation>Außerhalb seines Farbraums</translation>
  </message>
  <message>
   <source>Own look</source>
   <translation>Eigener Look</translation>
  </message>
  <message>
   <source>Own, in RAW</source>
   <translation>Eigenes, im RAW</translation>
  </message>
  <message>
   <source>Own: exposures merged in RAW by their certainty, then the range made to fit.
Debevec: OpenCV's response curve and merge (1997). Mertens: OpenCV's exposure fusion (2007), a picture
without light. One photo gets virtual exposures. Default: own.</source>
   <translation>Eigenes: Belichtungen im RAW nach ihrer Verlässlichkeit vereint, dann der Umfang angepasst.
Debevec: Kennlinie und Vereinigung von OpenCV (1997). Mertens: Belichtungsfusion von OpenCV (2007), ein Bild
ohne Licht. Ein einzelnes Foto bekommt gedachte Belichtungen. Voreinstellung: eigenes.</translation>
  </message>
  <message>
   <source>PNG (.png)</source>
   <translation>PNG (.png)</translation>
  </message>
  <message>
   <source>PNG, tone-mapped (.png)</source>
   <translation>PNG, im Umfang angepasst (.png)</translation>
  </message>
  <message>
   <source>PNG: the picture, 8 bit, without loss</source>
   <translation>PNG: das Bild, 8 Bit, ohne Verlust</translation>
  </message>
  <message>
   <source>PSNR in dB on a quarter of each photo that is not learned from; higher is better.
Dashed: what a plain polynomial of the color reaches.</source>
   <translation>PSNR in dB auf einem Viertel jedes Fotos, von dem nicht gelernt wird; höher ist besser.
Gestrichelt: was ein einfaches Polynom der Farbe erreicht.</translation>
  </message>
  <message>
   <source>Pa&amp;nels</source>
   <translation>Be&amp;dienfelder</translation>
  </message>
  <message>
   <source>Page keys; arrow keys where the whole photo is shown</source>
   <translation>Bildtasten; Pfeiltasten, wo das ganze Foto zu sehen ist</translation>
  </message>
  <message>
   <source>Pan</source>
   <translation>Verschieben</translation>
  </message>
  <message>
   <source>Panels away and back, from the picture</source>
   <translation>Bedienfelder weg und zurück, vom Bild aus</translation>
  </message>
  <message>
   <source>Parade of the shown picture</source>
   <translation>Parade des gezeigten Bildes</translation>
  </message>
  <message>
   <source>Paste edits</source>
   <translation>Bearbeitung einfügen</translation>
  </message>
  <message>
   <source>Paste to se&amp;lected photos</source>
   <translation>In ausgewählte F&amp;otos einfügen</translation>
  </message>
  <message>
   <source>Per&amp;ceptual</source>
   <translation>P&amp;erzeptiv</translation>
  </message>
  <message>
   <source>Photo</source>
   <translation>Foto</translation>
  </message>
  <message>
   <source>Photo to RAW</source>
   <translation>Foto zu RAW</translation>
  </message>
  <message>
   <source>Photo, sliders and lists (fixed)</source>
   <translation>Foto, Regler und Listen (fest)</translation>
  </message>
  <message>
   <source>Photos (*.jpg *.jpeg *.png *.tif *.tiff *.heic *.heif *.webp *.dng *.nef *.nrw *.cr2 *.cr3 *.crw *.arw *.srf *.sr2 *.raf *.rw2 *.orf *.pef *.raw *.rwl *.3fr *.iiq *.x3f *.gpr *.srw *.mrw *.kdc *.dcr);;All files (*)</source>
   <translation>Fotos (*.jpg *.jpeg *.png *.tif *.tiff *.heic *.heif *.webp *.dng *.nef *.nrw *.cr2 *.cr3 *.crw *.arw *.srf *.sr2 *.raf *.rw2 *.orf *.pef *.raw *.rwl *.3fr *.iiq *.x3f *.gpr *.srw *.mrw *.kdc *.dcr);;Alle Dateien (*)</translation>
  </message>
  <message>
   <source>Photos (*.jpg *.jpeg *.png *.tif *.tiff *.heic *.heif *.webp);;All files (*)</source>
   <translation>Fotos (*.jpg *.jpeg *.png *.tif *.tiff *.heic *.heif *.webp);;Alle Dateien (*)</translation>
  </message>
  <message>
   <source>Photos (*.jpg *.jpeg *.png *.tif *.tiff *.heic *.webp *.dng *.nef *.cr2 *.cr3 *.crw *.arw *.raf *.rw2 *.orf *.pef);;All files (*)</source>
   <translation>Fotos (*.jpg *.jpeg *.png *.tif *.tiff *.heic *.webp *.dng *.nef *.cr2 *.cr3 *.crw *.arw *.raf *.rw2 *.orf *.pef);;Alle Dateien (*)</translation>
  </message>
  <message>
   <source>Photos of one scene</source>
   <translation>Fotos eines Motivs</translation>
  </message>
  <message>
   <source>Photos of the f&amp;older</source>
   <translation>Fotos des &amp;Ordners</translation>
  </message>
  <message>
   <source>Photos of the folder</source>
   <translation>Fotos des Ordners</translation>
  </message>
  <message>
   <source>Photos that you open will be found here.</source>
   <translation>Fotos, die Sie öffnen, finden Sie hier wieder.</translation>
  </message>
  <message>
   <source>Photos to merge</source>
   <translation>Fotos zum Vereinen</translation>
  </message>
  <message>
   <source>Photos: one, or a bracket from a tripod</source>
   <translation>Fotos: eines, oder eine Reihe vom Stativ</translation>
  </message>
  <message>
   <source>Photosites at the RAW's white level, edits included.</source>
   <translation>Sensorpunkte am Weißpegel des RAW, samt Bearbeitung.</translation>
  </message>
  <message>
   <source>Photosites in their filter's color</source>
   <translation>Sensorpunkte in ihrer Filterfarbe</translation>
  </message>
  <message>
   <source>Pick gray</source>
   <translation>Grau wählen</translation>
  </message>
  <message>
   <source>Pick something gray</source>
   <translation>Etwas Graues wählen</translation>
  </message>
  <message>
   <source>Pick the &amp;white balance</source>
   <translation>&amp;Weißabgleich wählen</translation>
  </message>
  <message>
   <source>Picture of the kernel</source>
   <translation>Bild des Kerns</translation>
  </message>
  <message>
   <source>Pictures (*.jpg *.png *.tif)</source>
   <translation>Bilder (*.jpg *.png *.tif)</translation>
  </message>
  <message>
   <source>Pictures are only ever made smaller. Default: full size.</source>
   <translation>Bilder werden nur verkleinert. Voreinstellung: volle Größe.</translation>
  </message>
  <message>
   <source>Pictures come after the export</source>
   <translation>Bilder kommen nach dem Export</translation>
  </message>
  <message>
   <source>Pin &amp;a sampler</source>
   <translation>Messp&amp;unkt setzen</translation>
  </message>
  <message>
   <source>Pixel for pixel what an export holds.</source>
   <translation>Pixel für Pixel, was ein Export enthält.</translation>
  </message>
  <message>
   <source>Pixels across, 5 to 61; the smaller, the surer. Default: 25.</source>
   <translation>Pixel Breite, 5 bis 61; je kleiner, desto sicherer. Voreinstellung: 25.</translation>
  </message>
  <message>
   <source>Pixels, 2 to 60. Default: 2.</source>
   <translation>Pixel, 2 bis 60. Voreinstellung: 2.</translation>
  </message>
  <message>
   <source>Point {number}</source>
   <translation>Punkt {number}</translation>
  </message>
  <message>
   <source>Pr&amp;eferences…</source>
   <translation>&amp;Einstellungen…</translation>
  </message>
  <message>
   <source>Preferences</source>
   <translation>Einstellungen</translation>
  </message>
  <message>
   <source>Preset {0}</source>
   <translation>Vorgabe {0}</translation>
  </message>
  <message>
   <source>Presets</source>
   <translation>Vorgaben</translation>
  </message>
  <message>
   <source>Profile &amp;file: {name}…</source>
   <translation>Profil&amp;datei: {name}…</translation>
  </message>
  <message>
   <source>Profile &amp;file…</source>
   <translation>Profil&amp;datei…</translation>
  </message>
  <message>
   <source>Profile file: {profile}…</source>
   <translation>Profildatei: {profile}…</translation>
  </message>
  <message>
   <source>Profile file…</source>
   <translation>Profildatei…</translation>
  </message>
  <message>
   <source>Profile of the monitor</source>
   <translation>Profil des Monitors</translation>
  </message>
  <message>
   <source>Profile to look through</source>
   <translation>Profil, durch das man sieht</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>Fortschritt</translation>
  </message>
  <message>
   <source>Proof</source>
   <translation>Proof</translation>
  </message>
  <message>
   <source>Put any other photo beside this one, fitted into its frame; it is only looked at (Shift+Y).
It stays while you go from photo to photo, until you close it here.</source>
   <translation>Ein beliebiges anderes Foto neben dieses stellen, in seinen Rahmen eingepasst; es wird nur angesehen (Umschalt+Y).
Es bleibt, während Sie von Foto zu Foto gehen, bis Sie es hier schließen.</translation>
  </message>
  <message>
   <source>Put everything on this page back to its default</source>
   <translation>Alles auf dieser Seite auf die Voreinstellung zurücksetzen</translation>
  </message>
  <message>
   <source>Put everything under {section} back</source>
   <translation>Alles unter {section} zurücksetzen</translation>
  </message>
  <message>
   <source>Put on the photos selected in the strip</source>
   <translation>Auf die ausgewählten Fotos anwenden</translation>
  </message>
  <message>
   <source>Quality</source>
   <translation>Qualität</translation>
  </message>
  <message>
   <source>Quick picture in {time}, {where}</source>
   <translation>Schnelles Bild in {time}, {where}</translation>
  </message>
  <message>
   <source>Quit</source>
   <translation>Beenden</translation>
  </message>
  <message>
   <source>R&amp;eference photo…</source>
   <translation>R&amp;eferenzfoto…</translation>
  </message>
  <message>
   <source>RAW</source>
   <translation>RAW</translation>
  </message>
  <message>
   <source>RAW demosaiced</source>
   <translation>RAW in Farbe</translation>
  </message>
  <message>
   <source>RAW files</source>
   <translation>RAW-Dateien</translation>
  </message>
  <message>
   <source>RAW files (*.3fr *.arw *.cr2 *.cr3 *.crw *.dng *.erf *.nef *.nrw *.orf *.pef *.raf *.rw2 *.srw);;All files (*)</source>
   <translation>RAW-Dateien (*.3fr *.arw *.cr2 *.cr3 *.crw *.dng *.erf *.nef *.nrw *.orf *.pef *.raf *.rw2 *.srw);;Alle Dateien (*)</translation>
  </message>
  <message>
   <source>RAW files and developed pictures cannot be merged: give one kind.</source>
   <translation>RAW-Dateien und entwickelte Bilder lassen sich nicht vereinen: Nehmen Sie eine Art.</translation>
  </message>
  <message>
   <source>RAW files to learn from</source>
   <translation>RAW-Dateien, aus denen gelernt wird</translation>
  </message>
  <message>
   <source>RAW files with the camera's JPEG beside them (same name) or inside them.
Drop files or folders here. Delete removes the chosen one.</source>
   <translation>RAW-Dateien mit dem JPEG der Kamera daneben (gleicher Name) oder darin.
Dateien oder Ordner hierher ziehen. Entf nimmt die gewählte heraus.</translation>
  </message>
  <message>
   <source>RAW histogram</source>
   <translation>RAW-Histogramm</translation>
  </message>
  <message>
   <source>RAW mosaic</source>
   <translation>RAW-Mosaik</translation>
  </message>
  <message>
   <source>RAW to photo</source>
   <translation>RAW zu Foto</translation>
  </message>
  <message>
   <source>RGB</source>
   <translation>RGB</translation>
  </message>
  <message>
   <source>RGB parade: the waveforms of red, green and blue, each over the whole picture.
Lines at 64, 128 and 191. Where a gray lies equally high in all three, it is gray.</source>
   <translation>RGB-Parade: die Wellenformen von Rot, Grün und Blau, jede über das ganze Bild.
Linien bei 64, 128 und 191. Wo ein Grau in allen dreien gleich hoch liegt, ist es grau.</translation>
  </message>
  <message>
   <source>Radiance: light (.hdr)</source>
   <translation>Radiance: Licht (.hdr)</translation>
  </message>
  <message>
   <source>Range: {low} to {high}; other values can be typed, like {example}.</source>
   <translation>Bereich: {low} bis {high}; andere Werte lassen sich eintippen, etwa {example}.</translation>
  </message>
  <message>
   <source>Re&amp;build clipped highlights</source>
   <translation>Beschnittene Lichter &amp;wiederaufbauen</translation>
  </message>
  <message>
   <source>Read every model's weights and compare them with the checksum on its card</source>
   <translation>Die Gewichte aller Modelle lesen und mit der Prüfsumme auf ihrer Karte vergleichen</translation>
  </message>
  <message>
   <source>Reading the weights…</source>
   <translation>Gewichte werden gelesen…</translation>
  </message>
  <message>
   <source>Reading {file}…</source>
   <translation>{file} wird gelesen…</translation>
  </message>
  <message>
   <source>Recent photos</source>
   <translation>Zuletzt geöffnete Fotos</translation>
  </message>
  <message>
   <source>Red</source>
   <translation>Rot</translation>
  </message>
  <message>
   <source>Red, green and blue brightness side by side, each from the picture's left to its right (H: the next scope)</source>
   <translation>Helligkeit von Rot, Grün und Blau nebeneinander, je von links nach rechts im Bild (H: die nächste Anzeige)</translation>
  </message>
  <message>
   <source>Redo</source>
   <translation>Wiederholen</translation>
  </message>
  <message>
   <source>Reference photo</source>
   <translation>Referenzfoto</translation>
  </message>
  <message>
   <source>Reference photo…</source>
   <translation>Referenzfoto…</translation>
  </message>
  <message>
   <source>Reference: {name}</source>
   <translation>Referenz: {name}</translation>
  </message>
  <message>
   <source>Refined</source>
   <translation>Verfeinert</translation>
  </message>
  <message>
   <source>Refining…</source>
   <translation>Wird verfeinert…</translation>
  </message>
  <message>
   <source>Remove JPEG artifacts</source>
   <translation>JPEG-Artefakte entfernen</translation>
  </message>
  <message>
   <source>Remove a model</source>
   <translation>Ein Modell entfernen</translation>
  </message>
  <message>
   <source>Remove all samplers</source>
   <translation>Alle Messpunkte entfernen</translation>
  </message>
  <message>
   <source>Remove all samplers (Shift+I)</source>
   <translation>Alle Messpunkte entfernen (Umschalt+I)</translation>
  </message>
  <message>
   <source>Remove sampler {number}</source>
   <translation>Messpunkt {number} entfernen</translation>
  </message>
  <message>
   <source>Remove…</source>
   <translation>Entfernen…</translation>
  </message>
  <message>
   <source>Rename	F2</source>
   <translation>Umbenennen	F2</translation>
  </message>
  <message>
   <source>Rename snapshot</source>
   <translation>Schnappschuss umbenennen</translation>
  </message>
  <message>
   <source>Render</source>
   <translation>Entwickeln</translation>
  </message>
  <message>
   <source>Render as</source>
   <translation>Entwickeln wie</translation>
  </message>
  <message>
   <source>Render as this</source>
   <translation>So entwickeln</translation>
  </message>
  <message>
   <source>Render as {name}</source>
   <translation>Wie {name} entwickeln</translation>
  </message>
  <message>
   <source>Render as: the tone curves measured of that camera or its maker, and what the networks learned of colors. It is not that camera's own firmware.</source>
   <translation>Entwickeln wie: die gemessenen Tonkurven dieser Kamera oder ihres Herstellers, und was die Netze über Farben gelernt haben. Es ist nicht die Software der Kamera.</translation>
  </message>
  <message>
   <source>Render the RAW as another camera would.</source>
   <translation>Das RAW entwickeln, wie eine andere Kamera es täte.</translation>
  </message>
  <message>
   <source>Rendered</source>
   <translation>Entwickelt</translation>
  </message>
  <message>
   <source>Rendered as shot</source>
   <translation>Entwickelt wie aufgenommen</translation>
  </message>
  <message>
   <source>Rendering…</source>
   <translation>Wird entwickelt…</translation>
  </message>
  <message>
   <source>Renders as the camera would have at this ISO: how it smooths noise, sharpens and sets the tone. The exposure stays. For its noise, raise “Noise of the ISO” below.</source>
   <translation>Entwickelt, wie die Kamera es bei diesem ISO täte: wie sie Rauschen glättet, schärft und Tonwerte setzt. Die Belichtung bleibt. Für sein Rauschen „Rauschen der ISO-Zahl“ unten erhöhen.</translation>
  </message>
  <message>
   <source>Renders as the camera would have at this exposure time: tone and color of such light, noise and sharpening. The picture is not exposed longer, and motion blur neither comes nor goes.</source>
   <translation>Entwickelt, wie die Kamera es bei dieser Belichtungszeit täte: Ton und Farbe solchen Lichts, Rauschen und Schärfung. Das Bild wird nicht länger belichtet, und Bewegungsunschärfe kommt und geht nicht.</translation>
  </message>
  <message>
   <source>Renders as the camera would have at this f-number: tone and color of such light, and sharpening. The picture gets no darker, and depth of field stays as it was.</source>
   <translation>Entwickelt, wie die Kamera es bei dieser Blende täte: Ton und Farbe solchen Lichts und Schärfung. Das Bild wird nicht dunkler, und die Tiefenschärfe bleibt, wie sie war.</translation>
  </message>
  <message>
   <source>Reset</source>
   <translation>Zurücksetzen</translation>
  </message>
  <message>
   <source>Reset &amp;all</source>
   <translation>&amp;Alles zurücksetzen</translation>
  </message>
  <message>
   <source>Reset a slider</source>
   <translation>Einen Regler zurücksetzen</translation>
  </message>
  <message>
   <source>Reset all</source>
   <translation>Alles zurücksetzen</translation>
  </message>
  <message>
   <source>Reset camera</source>
   <translation>Kamera zurücksetzen</translation>
  </message>
  <message>
   <source>Reset shot</source>
   <translation>Aufnahme zurücksetzen</translation>
  </message>
  <message>
   <source>Reset this page</source>
   <translation>Diese Seite zurücksetzen</translation>
  </message>
  <message>
   <source>Reset to {back}</source>
   <translation>Auf {back} zurücksetzen</translation>
  </message>
  <message>
   <source>Reset {section}</source>
   <translation>{section} zurücksetzen</translation>
  </message>
  <message>
   <source>Sa&amp;ve as preset</source>
   <translation>Als &amp;Vorgabe speichern</translation>
  </message>
  <message>
   <source>Sampler {number}</source>
   <translation>Messpunkt {number}</translation>
  </message>
  <message>
   <source>Samplers</source>
   <translation>Messpunkte</translation>
  </message>
  <message>
   <source>Saturation</source>
   <translation>Sättigung</translation>
  </message>
  <message>
   <source>Save</source>
   <translation>Speichern</translation>
  </message>
  <message>
   <source>Save again: with the present edits</source>
   <translation>Noch einmal speichern: mit der jetzigen Bearbeitung</translation>
  </message>
  <message>
   <source>Save edits beside the photo</source>
   <translation>Bearbeitung neben dem Foto speichern</translation>
  </message>
  <message>
   <source>Scores and known limits: Help, Models.</source>
   <translation>Wertungen und bekannte Grenzen: Hilfe, Modelle.</translation>
  </message>
  <message>
   <source>Scores: PSNR in dB, higher is better.</source>
   <translation>Wertungen: PSNR in dB, höher ist besser.</translation>
  </message>
  <message>
   <source>Search cameras</source>
   <translation>Kameras suchen</translation>
  </message>
  <message>
   <source>Search commands and keys</source>
   <translation>Befehle und Tasten suchen</translation>
  </message>
  <message>
   <source>Search commands or keys, like “zoom” or “ctrl+e”</source>
   <translation>Befehle oder Tasten suchen, etwa „zoom“ oder „ctrl+e“</translation>
  </message>
  <message>
   <source>Search {kind}</source>
   <translation>{kind} suchen</translation>
  </message>
  <message>
   <source>Search, like “24-70 2.8”</source>
   <translation>Suchen, etwa „24-70 2.8“</translation>
  </message>
  <message>
   <source>Search, like “d7000” or “5d mark ii”</source>
   <translation>Suchen, etwa „d7000“ oder „5d mark ii“</translation>
  </message>
  <message>
   <source>Seen through “{name}”, {intent}; a click ends it (Shift+P)</source>
   <translation>Durch „{name}“ gesehen, {intent}; ein Klick beendet es (Umschalt+P)</translation>
  </message>
  <message>
   <source>Select a command to give it another key.</source>
   <translation>Wählen Sie einen Befehl, um ihm eine andere Taste zu geben.</translation>
  </message>
  <message>
   <source>Select all p&amp;hotos of the folder</source>
   <translation>Alle Fotos des Ordners a&amp;uswählen</translation>
  </message>
  <message>
   <source>Select photos in the strip first (F6): Ctrl, Shift or Ctrl+A.</source>
   <translation>Wählen Sie zuerst Fotos im Streifen aus (F6): Strg, Umschalt oder Strg+A.</translation>
  </message>
  <message>
   <source>Set</source>
   <translation>Setzen</translation>
  </message>
  <message>
   <source>Set to unknown</source>
   <translation>Auf unbekannt setzen</translation>
  </message>
  <message>
   <source>Shade</source>
   <translation>Freier Schatten</translation>
  </message>
  <message>
   <source>Shadows</source>
   <translation>Schatten</translation>
  </message>
  <message>
   <source>Shadows crushed: {share}</source>
   <translation>Schatten zugelaufen: {share}</translation>
  </message>
  <message>
   <source>Shift+arrow, Page keys</source>
   <translation>Umschalt+Pfeil, Bildtasten</translation>
  </message>
  <message>
   <source>Shift+click on its title</source>
   <translation>Umschalt+Klick auf seinen Titel</translation>
  </message>
  <message>
   <source>Shot</source>
   <translation>Aufnahme</translation>
  </message>
  <message>
   <source>Shot with</source>
   <translation>Kamera</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>Zeigen</translation>
  </message>
  <message>
   <source>Show a piece from the middle of the view at 100 % instead of the whole photo: noise and sharpness</source>
   <translation>Statt des ganzen Fotos ein Stück aus der Bildmitte bei 100 % zeigen: Rauschen und Schärfe</translation>
  </message>
  <message>
   <source>Show only the cameras marked with a star. Default: off.</source>
   <translation>Nur die Kameras mit Stern zeigen. Voreinstellung: aus.</translation>
  </message>
  <message>
   <source>Show only the cameras whose own tone curve was measured, or which have a network of their own: these look most unlike each other. Default: off.</source>
   <translation>Nur Kameras zeigen, deren eigene Tonkurve gemessen wurde oder die ein eigenes Netz haben: Diese unterscheiden sich am meisten. Voreinstellung: aus.</translation>
  </message>
  <message>
   <source>Show the picture as the chosen profile's printer or screen could show it (Shift+P; off by default).
U and J mark what is estimated and clipped; Shift+U marks what lies outside the profile's gamut.</source>
   <translation>Das Bild, wie es der Drucker oder Bildschirm des gewählten Profils zeigen könnte (Umschalt+P; anfangs aus).
U und J markieren Geschätztes und Beschnittenes; Umschalt+U, was außerhalb des Farbraums liegt.</translation>
  </message>
  <message>
   <source>Show the whole photo (Ctrl+0)</source>
   <translation>Das ganze Foto zeigen (Strg+0)</translation>
  </message>
  <message>
   <source>Show this channel of the picture alone, in gray; the same key ends it
(Alt+{number}; off by default)</source>
   <translation>Zeigt diesen Kanal des Bildes allein, in Grau; dieselbe Taste beendet es
(Alt+{number}; sonst aus)</translation>
  </message>
  <message>
   <source>Show where</source>
   <translation>Zeigen, wo</translation>
  </message>
  <message>
   <source>Shown at {0} %.</source>
   <translation>Gezeigt bei {0} %.</translation>
  </message>
  <message>
   <source>Shown: {name} (Shift+Y)</source>
   <translation>Zu sehen: {name} (Umschalt+Y)</translation>
  </message>
  <message>
   <source>Side by side</source>
   <translation>Nebeneinander</translation>
  </message>
  <message>
   <source>Sigma of a Gaussian, 0.3 to 8 pixels. Default: 1.2.</source>
   <translation>Sigma einer Gaußkurve, 0,3 bis 8 Pixel. Voreinstellung: 1,2.</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>Größe</translation>
  </message>
  <message>
   <source>Size of the blur</source>
   <translation>Größe der Unschärfe</translation>
  </message>
  <message>
   <source>Size {0:.1f} px</source>
   <translation>Größe {0:.1f} px</translation>
  </message>
  <message>
   <source>Smoothing {0:.2g}</source>
   <translation>Glättung {0:.2g}</translation>
  </message>
  <message>
   <source>Snapshot {0}</source>
   <translation>Schnappschuss {0}</translation>
  </message>
  <message>
   <source>Snapshots</source>
   <translation>Schnappschüsse</translation>
  </message>
  <message>
   <source>Snapshots and presets</source>
   <translation>Schnappschüsse und Vorgaben</translation>
  </message>
  <message>
   <source>Soft p&amp;roof</source>
   <translation>Soft-&amp;Proof</translation>
  </message>
  <message>
   <source>Source</source>
   <translation>Quelle</translation>
  </message>
  <message>
   <source>Source photo</source>
   <translation>Quellfoto</translation>
  </message>
  <message>
   <source>Source, while held or until tapped again</source>
   <translation>Quelle, solange gehalten oder bis zum nächsten Antippen</translation>
  </message>
  <message>
   <source>Source: hold or tap \</source>
   <translation>Quelle: \ halten oder antippen</translation>
  </message>
  <message>
   <source>Space, double click</source>
   <translation>Leertaste, Doppelklick</translation>
  </message>
  <message>
   <source>States of this photo that you can come back to.</source>
   <translation>Zustände dieses Fotos, zu denen Sie zurückkehren können.</translation>
  </message>
  <message>
   <source>States of this photo. Point at one to see it. Click or Enter: go there, as one step.
F2: rename. Delete: delete.</source>
   <translation>Zustände dieses Fotos. Zeigen Sie auf einen, um ihn zu sehen. Klick oder Eingabe: dorthin, als ein Schritt.
F2: umbenennen. Entf: löschen.</translation>
  </message>
  <message>
   <source>Step a slider</source>
   <translation>Einen Regler bewegen</translation>
  </message>
  <message>
   <source>Step a slider further</source>
   <translation>Einen Regler weiter bewegen</translation>
  </message>
  <message>
   <source>Steps of brightness. 14 bits are what most cameras have, and give a smaller file. Default: 16.</source>
   <translation>Helligkeitsstufen. 14 Bit haben die meisten Kameras, und die Datei wird kleiner. Voreinstellung: 16.</translation>
  </message>
  <message>
   <source>Straight motion</source>
   <translation>Gerade Bewegung</translation>
  </message>
  <message>
   <source>Straighten</source>
   <translation>Gerade richten</translation>
  </message>
  <message>
   <source>Strength against noise</source>
   <translation>Stärke gegen Rauschen</translation>
  </message>
  <message>
   <source>Stripes over the clipped places, whose light is a guess.
Default: off.</source>
   <translation>Streifen über den beschnittenen Stellen, deren Licht geraten ist.
Voreinstellung: aus.</translation>
  </message>
  <message>
   <source>Surround</source>
   <translation>Umgebung</translation>
  </message>
  <message>
   <source>TIFF, 16 bit (.tif)</source>
   <translation>TIFF, 16 Bit (.tif)</translation>
  </message>
  <message>
   <source>TIFF, 32-bit float: light (.tif)</source>
   <translation>TIFF, 32-Bit-Gleitkomma: Licht (.tif)</translation>
  </message>
  <message>
   <source>TIFF: the picture, 16 bit</source>
   <translation>TIFF: das Bild, 16 Bit</translation>
  </message>
  <message>
   <source>Tab</source>
   <translation>Tab</translation>
  </message>
  <message>
   <source>Take</source>
   <translation>Nehmen</translation>
  </message>
  <message>
   <source>Take a &amp;snapshot</source>
   <translation>&amp;Schnappschuss machen</translation>
  </message>
  <message>
   <source>Take again: as the photo is now</source>
   <translation>Neu aufnehmen: wie das Foto jetzt ist</translation>
  </message>
  <message>
   <source>Take in a checkpoint file: an official ParamISP one (.ckpt) or one of this program (.safetensors)</source>
   <translation>Eine Checkpoint-Datei aufnehmen: eine offizielle von ParamISP (.ckpt) oder eine dieses Programms (.safetensors)</translation>
  </message>
  <message>
   <source>Take snapshot</source>
   <translation>Schnappschuss machen</translation>
  </message>
  <message>
   <source>Take the chosen photos off the list (Delete)</source>
   <translation>Die gewählten Fotos aus der Liste nehmen (Entf)</translation>
  </message>
  <message>
   <source>Take this value</source>
   <translation>Diesen Wert nehmen</translation>
  </message>
  <message>
   <source>Take {0} again</source>
   <translation>{0} neu aufnehmen</translation>
  </message>
  <message>
   <source>Take {setting} {value}</source>
   <translation>{setting} {value} nehmen</translation>
  </message>
  <message>
   <source>Taken in: {names}.</source>
   <translation>Aufgenommen: {names}.</translation>
  </message>
  <message>
   <source>Taken {0}</source>
   <translation>Aufgenommen {0}</translation>
  </message>
  <message>
   <source>Temperature</source>
   <translation>Farbtemperatur</translation>
  </message>
  <message>
   <source>Temperature of the light that comes out neutral. Higher makes the picture warmer.</source>
   <translation>Farbtemperatur des Lichts, das neutral erscheint. Höher macht das Bild wärmer.</translation>
  </message>
  <message>
   <source>Than {value}: {light:+.1f} % brightness, pixels change by {mean:.1f} % on average</source>
   <translation>Gegenüber {value}: {light:+.1f} % Helligkeit, Pixel ändern sich im Mittel um {mean:.1f} %</translation>
  </message>
  <message>
   <source>That failed: {reason}</source>
   <translation>Das schlug fehl: {reason}</translation>
  </message>
  <message>
   <source>That name is too long: {most} characters at most.</source>
   <translation>Dieser Name ist zu lang: höchstens {most} Zeichen.</translation>
  </message>
  <message>
   <source>That place is clipped: it has no color left. Click on something gray that is darker.</source>
   <translation>Diese Stelle ist beschnitten: Sie hat keine Farbe mehr. Klicken Sie auf etwas Graues, das dunkler ist.</translation>
  </message>
  <message>
   <source>That place is outside the photo.</source>
   <translation>Diese Stelle liegt außerhalb des Fotos.</translation>
  </message>
  <message>
   <source>That place is too dark to have a color. Click on something gray that is brighter.</source>
   <translation>Diese Stelle ist zu dunkel, um eine Farbe zu haben. Klicken Sie auf etwas Graues, das heller ist.</translation>
  </message>
  <message>
   <source>The RAW as it was reconstructed</source>
   <translation>Das RAW, wie es rekonstruiert wurde</translation>
  </message>
  <message>
   <source>The RAW as the learned camera renders it</source>
   <translation>Das RAW, wie die gelernte Kamera es entwickelt</translation>
  </message>
  <message>
   <source>The RAW as the sensor sees it, one color per pixel</source>
   <translation>Das RAW, wie der Sensor es sieht: eine Farbe je Pixel</translation>
  </message>
  <message>
   <source>The RAW is estimated from the photo.</source>
   <translation>Das RAW ist aus dem Foto geschätzt.</translation>
  </message>
  <message>
   <source>The RAW is not there yet.</source>
   <translation>Das RAW ist noch nicht da.</translation>
  </message>
  <message>
   <source>The RAW of a JPEG is an estimate. What the file clipped or crushed does not come back; View, What is estimated (U) marks where that is.</source>
   <translation>Das RAW eines JPEG ist eine Schätzung. Was die Datei beschnitten hat oder zulaufen ließ, kommt nicht zurück; Ansicht, Was geschätzt ist (U) markiert, wo das ist.</translation>
  </message>
  <message>
   <source>The RAW with all colors, before the camera's rendering</source>
   <translation>Das RAW mit allen Farben, vor der Entwicklung der Kamera</translation>
  </message>
  <message>
   <source>The RAW with the edits</source>
   <translation>Das RAW mit der Bearbeitung</translation>
  </message>
  <message>
   <source>The RAW's light (scene-linear)</source>
   <translation>Das Licht des RAW (szenenlinear)</translation>
  </message>
  <message>
   <source>The RAW's light reaches beyond sRGB; a wider space holds it in positive numbers.</source>
   <translation>Das Licht des RAW reicht über sRGB hinaus; ein größerer Farbraum hält es in positiven Zahlen.</translation>
  </message>
  <message>
   <source>The RAW's values in EV below its white level, edits included (H: the next scope)</source>
   <translation>Die Werte des RAW in EV unter seinem Weißpegel, samt Bearbeitung (H: die nächste Anzeige)</translation>
  </message>
  <message>
   <source>The brightest light is {0:.1f} EV below white</source>
   <translation>Das hellste Licht liegt {0:.1f} EV unter Weiß</translation>
  </message>
  <message>
   <source>The camera that took the photo: its measured color matrix and sensor pattern
are used to estimate the RAW.</source>
   <translation>Die Kamera, die das Foto machte: Ihre gemessene Farbmatrix und ihr Sensormuster
dienen dazu, das RAW zu schätzen.</translation>
  </message>
  <message>
   <source>The camera {camera} of the saved edit is not in the database.</source>
   <translation>Die Kamera {camera} der gespeicherten Bearbeitung ist nicht in der Datenbank.</translation>
  </message>
  <message>
   <source>The camera {name} is not in the database; a generic camera stands in.</source>
   <translation>Die Kamera {name} ist nicht in der Datenbank; eine allgemeine Kamera vertritt sie.</translation>
  </message>
  <message>
   <source>The camera {name} is not in the database; a generic phone stands in.</source>
   <translation>Die Kamera {name} ist nicht in der Datenbank; ein allgemeines Smartphone vertritt sie.</translation>
  </message>
  <message>
   <source>The camera “{camera}” is not in the lens database. Choose the lens if you know it.</source>
   <translation>Die Kamera „{camera}“ ist nicht in der Objektivdatenbank. Wählen Sie das Objektiv, wenn Sie es kennen.</translation>
  </message>
  <message>
   <source>The camera's own RAW.</source>
   <translation>Das RAW der Kamera selbst.</translation>
  </message>
  <message>
   <source>The camera's own lens.</source>
   <translation>Das eigene Objektiv der Kamera.</translation>
  </message>
  <message>
   <source>The checkpoint {path} cannot be written: {reason}.</source>
   <translation>Der Checkpoint {path} kann nicht geschrieben werden: {reason}.</translation>
  </message>
  <message>
   <source>The color there could not be read ({reason}).</source>
   <translation>Die Farbe dort konnte nicht gelesen werden ({reason}).</translation>
  </message>
  <message>
   <source>The colors are converted to it, and its profile goes into the file. Default: sRGB.</source>
   <translation>Die Farben werden umgerechnet, und das Profil kommt in die Datei. Voreinstellung: sRGB.</translation>
  </message>
  <message>
   <source>The configuration in {path} is not one of ours.</source>
   <translation>Die Konfiguration in {path} ist keine von unseren.</translation>
  </message>
  <message>
   <source>The deblurrer returned {shape}, not light of the picture's shape {wanted}.</source>
   <translation>Das Schärfungsverfahren gab {shape} zurück, nicht Licht in der Form des Bildes {wanted}.</translation>
  </message>
  <message>
   <source>The desktop's monitor profile</source>
   <translation>Das Monitorprofil des Desktops</translation>
  </message>
  <message>
   <source>The direction must be inverse or forward, not {direction}.</source>
   <translation>Die Richtung muss inverse oder forward sein, nicht {direction}.</translation>
  </message>
  <message>
   <source>The disk is full: {path} was not written.</source>
   <translation>Der Datenträger ist voll: {path} wurde nicht geschrieben.</translation>
  </message>
  <message>
   <source>The edit crop has to be four numbers: left, top, right, bottom.</source>
   <translation>Der Zuschnitt „crop“ muss aus vier Zahlen bestehen: links, oben, rechts, unten.</translation>
  </message>
  <message>
   <source>The edit crop leaves nothing of the picture.</source>
   <translation>Der Zuschnitt „crop“ lässt nichts vom Bild übrig.</translation>
  </message>
  <message>
   <source>The edit curve has to be pairs of numbers from 0 to 1, the first of each pair rising.</source>
   <translation>Die Kurve „curve“ muss aus Zahlenpaaren von 0 bis 1 bestehen, die ersten jedes Paars steigend.</translation>
  </message>
  <message>
   <source>The edit dequantize has to be true or false.</source>
   <translation>Die Bearbeitung dequantize muss true oder false sein.</translation>
  </message>
  <message>
   <source>The edit is not a set of named values.</source>
   <translation>Die Bearbeitung besteht nicht aus benannten Werten.</translation>
  </message>
  <message>
   <source>The edit is not saved: {reason}</source>
   <translation>Die Bearbeitung ist nicht gespeichert: {reason}</translation>
  </message>
  <message>
   <source>The edit lens has to be the name of a lens.</source>
   <translation>„lens“ der Bearbeitung muss der Name eines Objektivs sein.</translation>
  </message>
  <message>
   <source>The edit off has to be a list of names.</source>
   <translation>„off“ der Bearbeitung muss eine Liste von Namen sein.</translation>
  </message>
  <message>
   <source>The edit orientation has to be a whole number from 1 to 8.</source>
   <translation>„orientation“ der Bearbeitung muss eine ganze Zahl von 1 bis 8 sein.</translation>
  </message>
  <message>
   <source>The edit raw_cast has to be two numbers.</source>
   <translation>„raw_cast“ der Bearbeitung muss aus zwei Zahlen bestehen.</translation>
  </message>
  <message>
   <source>The edit white_balance has to be three numbers.</source>
   <translation>„white_balance“ der Bearbeitung muss aus drei Zahlen bestehen.</translation>
  </message>
  <message>
   <source>The edit white_balance has to be three positive numbers.</source>
   <translation>„white_balance“ der Bearbeitung muss aus drei positiven Zahlen bestehen.</translation>
  </message>
  <message>
   <source>The edit {key} is {value!r}, which is not a number.</source>
   <translation>„{key}“ der Bearbeitung ist {value!r}, was keine Zahl ist.</translation>
  </message>
  <message>
   <source>The edits are not a set of named values.</source>
   <translation>Die Bearbeitungen bestehen nicht aus benannten Werten.</translation>
  </message>
  <message>
   <source>The edits it had are a snapshot.</source>
   <translation>Seine bisherige Bearbeitung ist ein Schnappschuss.</translation>
  </message>
  <message>
   <source>The edits that one of them had are a snapshot of it.</source>
   <translation>Die bisherige Bearbeitung eines davon ist dort ein Schnappschuss.</translation>
  </message>
  <message>
   <source>The edits that {0} of them had are a snapshot of each.</source>
   <translation>Was {0} davon an Bearbeitung hatten, ist je ein Schnappschuss.</translation>
  </message>
  <message>
   <source>The edits were copied; crop and camera stay with their photo.</source>
   <translation>Die Bearbeitung wurde kopiert; Zuschnitt und Kamera bleiben bei ihrem Foto.</translation>
  </message>
  <message>
   <source>The embedded color profile cannot be used; the colors are taken as sRGB.</source>
   <translation>Das eingebettete Farbprofil kann nicht benutzt werden; die Farben gelten als sRGB.</translation>
  </message>
  <message>
   <source>The export of {0} was cancelled; nothing was written.</source>
   <translation>Der Export von {0} wurde abgebrochen; nichts wurde geschrieben.</translation>
  </message>
  <message>
   <source>The file does not say which camera took it; a generic camera stands in.</source>
   <translation>Die Datei sagt nicht, welche Kamera sie machte; eine allgemeine Kamera vertritt sie.</translation>
  </message>
  <message>
   <source>The file does not say which way it runs.</source>
   <translation>Die Datei sagt nicht, in welche Richtung sie rechnet.</translation>
  </message>
  <message>
   <source>The file holds both directions. Which one do you want?</source>
   <translation>Die Datei enthält beide Richtungen. Welche wollen Sie?</translation>
  </message>
  <message>
   <source>The file is truncated: less than 1% of the picture is missing.</source>
   <translation>Die Datei ist abgeschnitten: Weniger als 1 % des Bildes fehlt.</translation>
  </message>
  <message>
   <source>The file is truncated: the last {share:.0%} of the picture is missing.</source>
   <translation>Die Datei ist abgeschnitten: Die letzten {share:.0%} des Bildes fehlen.</translation>
  </message>
  <message>
   <source>The file must end in {endings}, not in {ending}.</source>
   <translation>Die Datei muss auf {endings} enden, nicht auf {ending}.</translation>
  </message>
  <message>
   <source>The file's name without its ending. In braces:
</source>
   <translation>Der Dateiname ohne Endung. In Klammern:
</translation>
  </message>
  <message>
   <source>The finished picture, its range made to fit</source>
   <translation>Das fertige Bild, im Umfang angepasst</translation>
  </message>
  <message>
   <source>The focal length is not known: say with what it was taken.</source>
   <translation>Die Brennweite ist nicht bekannt: Geben Sie sie an.</translation>
  </message>
  <message>
   <source>The folder cannot be read: {0}.</source>
   <translation>Der Ordner kann nicht gelesen werden: {0}.</translation>
  </message>
  <message>
   <source>The folder for presets cannot be made: {reason}.</source>
   <translation>Der Ordner für Vorgaben kann nicht angelegt werden: {reason}.</translation>
  </message>
  <message>
   <source>The folder last used</source>
   <translation>Der zuletzt benutzte Ordner</translation>
  </message>
  <message>
   <source>The folder {folder} cannot be read: {reason}.</source>
   <translation>Der Ordner {folder} kann nicht gelesen werden: {reason}.</translation>
  </message>
  <message>
   <source>The folder {folder} does not exist.</source>
   <translation>Den Ordner {folder} gibt es nicht.</translation>
  </message>
  <message>
   <source>The kernel has to be a picture of values from 0 up, of which some are not 0.</source>
   <translation>Der Kern muss ein Bild aus Werten ab 0 sein, von denen einige nicht 0 sind.</translation>
  </message>
  <message>
   <source>The kernel is {across} × {down}; at most 301 pixels a side can be.</source>
   <translation>Der Kern hat {across} × {down}; höchstens 301 Pixel je Seite gehen.</translation>
  </message>
  <message>
   <source>The kernel was not looked for to the end.</source>
   <translation>Der Kern wurde nicht zu Ende gesucht.</translation>
  </message>
  <message>
   <source>The learned camera could not be loaded ({reason}).</source>
   <translation>Die gelernte Kamera konnte nicht geladen werden ({reason}).</translation>
  </message>
  <message>
   <source>The learned camera is loading; this is the source.</source>
   <translation>Die gelernte Kamera wird geladen; dies ist die Quelle.</translation>
  </message>
  <message>
   <source>The learned camera is not loaded, so nothing was exported.</source>
   <translation>Die gelernte Kamera ist nicht geladen, daher wurde nichts exportiert.</translation>
  </message>
  <message>
   <source>The learned camera is still loading.</source>
   <translation>Die gelernte Kamera wird noch geladen.</translation>
  </message>
  <message>
   <source>The learned camera renders within sRGB: a wider space holds the same colors, converted.</source>
   <translation>Die gelernte Kamera entwickelt in sRGB: Ein größerer Farbraum enthält dieselben Farben, umgerechnet.</translation>
  </message>
  <message>
   <source>The lens of the {camera} was never measured.</source>
   <translation>Das Objektiv der {camera} wurde nie gemessen.</translation>
  </message>
  <message>
   <source>The lens that took the photo, by which the two are corrected. Default: as the photo tells.
The list begins with the lenses of the photo's camera.</source>
   <translation>Das Objektiv, mit dem das Foto entstand; danach wird beides korrigiert. Voreinstellung: wie das Foto sagt.
Die Liste beginnt mit den Objektiven der Kamera.</translation>
  </message>
  <message>
   <source>The lens “{lens}” is not in the lens database.</source>
   <translation>Das Objektiv „{lens}“ ist nicht in der Objektivdatenbank.</translation>
  </message>
  <message>
   <source>The light at a chosen exposure: look into highlights and shadows</source>
   <translation>Das Licht bei gewählter Belichtung: in Lichter und Schatten sehen</translation>
  </message>
  <message>
   <source>The light to make neutral: as the camera chose it, or one of its own presets.
Default: as shot.</source>
   <translation>Das Licht, das neutral werden soll: wie die Kamera es wählte, oder eine ihrer Vorgaben.
Voreinstellung: wie aufgenommen.</translation>
  </message>
  <message>
   <source>The longer side, 16 to 65500 pixels. Default: 2048 px.</source>
   <translation>Die längere Seite, 16 bis 65500 Pixel. Voreinstellung: 2048 px.</translation>
  </message>
  <message>
   <source>The loupe's next magnification, in screen pixels per photo pixel (Shift+Q; 200 % by default).
From 400 % the RAW mosaic's photosites are framed.</source>
   <translation>Die nächste Vergrößerung der Lupe, in Bildschirmpixeln je Fotopixel (Umschalt+Q; anfangs 200 %).
Ab 400 % sind die Sensorpunkte des RAW-Mosaiks umrahmt.</translation>
  </message>
  <message>
   <source>The model card of {name} names no filter pattern that there is: {cfa}.</source>
   <translation>Die Modellkarte von {name} nennt ein Filtermuster, das es nicht gibt: {cfa}.</translation>
  </message>
  <message>
   <source>The model card {path} cannot be read: {reason}.</source>
   <translation>Die Modellkarte {path} kann nicht gelesen werden: {reason}.</translation>
  </message>
  <message>
   <source>The model card {path} names no known direction or architecture.</source>
   <translation>Die Modellkarte {path} nennt keine bekannte Richtung oder Bauart.</translation>
  </message>
  <message>
   <source>The model was trained on {low} to {high}; the shaded rest is a guess.</source>
   <translation>Das Modell wurde mit {low} bis {high} trainiert; der schraffierte Rest ist geraten.</translation>
  </message>
  <message>
   <source>The models are still loading.</source>
   <translation>Die Modelle werden noch geladen.</translation>
  </message>
  <message>
   <source>The models at work</source>
   <translation>Die Modelle bei der Arbeit</translation>
  </message>
  <message>
   <source>The mosaic of the reduced photo.
Zoom to 100 % for the sensor's own.</source>
   <translation>Das Mosaik des verkleinerten Fotos.
Bei 100 % ist es das des Sensors.</translation>
  </message>
  <message>
   <source>The name may hold letters, digits, - and _.</source>
   <translation>Der Name darf Buchstaben, Ziffern, - und _ enthalten.</translation>
  </message>
  <message>
   <source>The networks know cameras in general. From 1 to 20 photos that your camera saved as RAW and JPEG at once they learn yours: how it exposes, its tone curve, colors, sharpening and the corners of its lens. Take pictures of different light and colors. The photos stay here and are not changed.</source>
   <translation>Die Netze kennen Kameras im Allgemeinen. Aus 1 bis 20 Fotos, die Ihre Kamera zugleich als RAW und JPEG gespeichert hat, lernen sie die Ihre: wie sie belichtet, ihre Tonkurve, Farben, Schärfung und die Ecken ihres Objektivs. Nehmen Sie Bilder in verschiedenem Licht und mit verschiedenen Farben. Die Fotos bleiben hier und werden nicht verändert.</translation>
  </message>
  <message>
   <source>The noise of a {camera} was not measured; --noise-camera names one that was, or 'median'.</source>
   <translation>Das Rauschen einer {camera} wurde nicht gemessen; --noise-camera nennt eine gemessene, oder „median“.</translation>
  </message>
  <message>
   <source>The opened photo itself is never overwritten. Choose another name.</source>
   <translation>Das geöffnete Foto selbst wird nie überschrieben. Wählen Sie einen anderen Namen.</translation>
  </message>
  <message>
   <source>The paper's network has no exposure headroom that could be set; use a compact one.</source>
   <translation>Das Netz der Veröffentlichung hat keine einstellbare Belichtungsreserve; nehmen Sie ein kompaktes.</translation>
  </message>
  <message>
   <source>The part that is looked at</source>
   <translation>Der Teil, der angesehen wird</translation>
  </message>
  <message>
   <source>The photo as it is in the file</source>
   <translation>Das Foto, wie es in der Datei ist</translation>
  </message>
  <message>
   <source>The photo as it was opened: the window's edits are not in it.</source>
   <translation>Das Foto, wie es geöffnet wurde: Die Bearbeitung im Fenster ist nicht darin.</translation>
  </message>
  <message>
   <source>The photo as the {0}…</source>
   <translation>Das Foto wie von der {0}…</translation>
  </message>
  <message>
   <source>The photo as {0} cameras…</source>
   <translation>Das Foto wie {0} Kameras…</translation>
  </message>
  <message>
   <source>The photo as {name}</source>
   <translation>Das Foto wie {name}</translation>
  </message>
  <message>
   <source>The photo does not name its camera. Choose the lens if you know it.</source>
   <translation>Das Foto nennt seine Kamera nicht. Wählen Sie das Objektiv, wenn Sie es kennen.</translation>
  </message>
  <message>
   <source>The photo does not name its camera: a generic profile is used. Choose the camera if you know it.</source>
   <translation>Das Foto nennt seine Kamera nicht: Ein allgemeines Profil wird benutzt. Wählen Sie die Kamera, wenn Sie sie kennen.</translation>
  </message>
  <message>
   <source>The photo does not name its lens. Choose it if you know it.</source>
   <translation>Das Foto nennt sein Objektiv nicht. Wählen Sie es, wenn Sie es kennen.</translation>
  </message>
  <message>
   <source>The photo shows too few edges to tell what blurred it; draw the kernel, or set its length.</source>
   <translation>Das Foto zeigt zu wenige Kanten, um zu verraten, was es unscharf machte; zeichnen Sie den Kern, oder stellen Sie seine Länge ein.</translation>
  </message>
  <message>
   <source>The photo was closed before it could be exported.</source>
   <translation>Das Foto wurde geschlossen, bevor es exportiert werden konnte.</translation>
  </message>
  <message>
   <source>The photo was taken with {now}</source>
   <translation>Das Foto wurde mit {now} aufgenommen</translation>
  </message>
  <message>
   <source>The photo's own camera</source>
   <translation>Die Kamera des Fotos</translation>
  </message>
  <message>
   <source>The picture cannot be written as Radiance .hdr.</source>
   <translation>Das Bild kann nicht als Radiance .hdr geschrieben werden.</translation>
  </message>
  <message>
   <source>The picture could not be rendered ({reason}).</source>
   <translation>Das Bild konnte nicht entwickelt werden ({reason}).</translation>
  </message>
  <message>
   <source>The picture has transparent parts; they are shown as if opaque.</source>
   <translation>Das Bild hat durchsichtige Teile; sie werden deckend gezeigt.</translation>
  </message>
  <message>
   <source>The picture is on the clipboard: {size} pixels.</source>
   <translation>Das Bild liegt in der Zwischenablage: {size} Pixel.</translation>
  </message>
  <message>
   <source>The picture is too small for a kernel of {size} pixels.</source>
   <translation>Das Bild ist zu klein für einen Kern von {size} Pixeln.</translation>
  </message>
  <message>
   <source>The picture was not copied.</source>
   <translation>Das Bild wurde nicht kopiert.</translation>
  </message>
  <message>
   <source>The picture's light</source>
   <translation>Das Licht des Bildes</translation>
  </message>
  <message>
   <source>The picture's light: what the rendered picture shows, without its sRGB curve, 0 to 1.
The RAW's light: as the scene was, white at 1, brighter places beyond it, colors outside sRGB kept;
without the learned rendering and the tone curve. Default: the picture's.</source>
   <translation>Licht des Bildes: was das entwickelte Bild zeigt, ohne die sRGB-Kurve, 0 bis 1.
Licht des RAW: wie das Motiv war, Weiß bei 1, Helleres darüber, Farben außerhalb von sRGB behalten;
ohne die gelernte Entwicklung und die Gradationskurve. Voreinstellung: das des Bildes.</translation>
  </message>
  <message>
   <source>The picture, {width} × {height}, is too small for a kernel of {across} × {down} pixels.</source>
   <translation>Das Bild, {width} × {height}, ist zu klein für einen Kern von {across} × {down} Pixeln.</translation>
  </message>
  <message>
   <source>The picture, {width} × {height}, is too small to find a kernel of {size} × {size} pixels in.</source>
   <translation>Das Bild, {width} × {height}, ist zu klein, um einen Kern von {size} × {size} Pixeln darin zu finden.</translation>
  </message>
  <message>
   <source>The preset {file} cannot be read: {reason}.</source>
   <translation>Die Vorgabe {file} kann nicht gelesen werden: {reason}.</translation>
  </message>
  <message>
   <source>The preset “{name}” cannot be deleted: {reason}.</source>
   <translation>Die Vorgabe „{name}“ kann nicht gelöscht werden: {reason}.</translation>
  </message>
  <message>
   <source>The rendering for other shot settings is not part of a DNG.</source>
   <translation>Die Entwicklung für andere Aufnahmewerte gehört nicht zu einem DNG.</translation>
  </message>
  <message>
   <source>The same camera</source>
   <translation>Dieselbe Kamera</translation>
  </message>
  <message>
   <source>The saved edit in {file} cannot be read ({reason}); it will be kept as {file}.damaged.</source>
   <translation>Die gespeicherte Bearbeitung in {file} kann nicht gelesen werden ({reason}); sie bleibt als {file}.damaged.</translation>
  </message>
  <message>
   <source>The selected command gets its usual keys back</source>
   <translation>Der gewählte Befehl bekommt seine üblichen Tasten zurück</translation>
  </message>
  <message>
   <source>The selected command gets this key in place of its own</source>
   <translation>Der gewählte Befehl bekommt diese Taste statt der seinen</translation>
  </message>
  <message>
   <source>The selected command gets this key too</source>
   <translation>Der gewählte Befehl bekommt diese Taste dazu</translation>
  </message>
  <message>
   <source>The selected command has no key</source>
   <translation>Der gewählte Befehl hat keine Taste</translation>
  </message>
  <message>
   <source>The sheet was cancelled; nothing was written.</source>
   <translation>Der Bogen wurde abgebrochen; nichts wurde geschrieben.</translation>
  </message>
  <message>
   <source>The snapshot has no name.</source>
   <translation>Der Schnappschuss hat keinen Namen.</translation>
  </message>
  <message>
   <source>The snapshot is not a set of named values.</source>
   <translation>Der Schnappschuss besteht nicht aus benannten Werten.</translation>
  </message>
  <message>
   <source>The strip shows where there is more than one photo.</source>
   <translation>Der Streifen erscheint, wo es mehr als ein Foto gibt.</translation>
  </message>
  <message>
   <source>The tensor {name} in {path} has the shape {shape} instead of {wanted}.</source>
   <translation>Der Tensor {name} in {path} hat die Form {shape} statt {wanted}.</translation>
  </message>
  <message>
   <source>The tensor {name} in {path} holds values that are not finite.</source>
   <translation>Der Tensor {name} in {path} enthält Werte, die nicht endlich sind.</translation>
  </message>
  <message>
   <source>The tensor {name} in {path} is {dtype} instead of {expected}.</source>
   <translation>Der Tensor {name} in {path} ist {dtype} statt {expected}.</translation>
  </message>
  <message>
   <source>The usual device and models are used instead.</source>
   <translation>Stattdessen werden das übliche Gerät und die üblichen Modelle benutzt.</translation>
  </message>
  <message>
   <source>The visible part of the RAW before white balance: red, green and blue photosites by EV.
0 is the white level; the yellow line is where values are clipped.</source>
   <translation>Der sichtbare Teil des RAW vor dem Weißabgleich: rote, grüne und blaue Sensorpunkte nach EV.
0 ist der Weißpegel; an der gelben Linie sind Werte beschnitten.</translation>
  </message>
  <message>
   <source>The weights of {name} are missing: {path}.</source>
   <translation>Die Gewichte von {name} fehlen: {path}.</translation>
  </message>
  <message>
   <source>Theme</source>
   <translation>Farbschema</translation>
  </message>
  <message>
   <source>Then click on something that should be gray (W). Escape cancels.</source>
   <translation>Dann auf etwas klicken, das grau sein soll (W). Esc bricht ab.</translation>
  </message>
  <message>
   <source>There are no copied edits to paste: copy some with Ctrl+Shift+C on another photo first.</source>
   <translation>Es gibt keine kopierte Bearbeitung: Kopieren Sie zuerst eine mit Strg+Umschalt+C bei einem anderen Foto.</translation>
  </message>
  <message>
   <source>There are no photos in that folder.</source>
   <translation>In diesem Ordner sind keine Fotos.</translation>
  </message>
  <message>
   <source>There is a preset “{other}” already. Choose another name.</source>
   <translation>Es gibt schon eine Vorgabe „{other}“. Wählen Sie einen anderen Namen.</translation>
  </message>
  <message>
   <source>There is no RAW to look at until the learned camera is loaded.</source>
   <translation>Es gibt kein RAW anzusehen, bis die gelernte Kamera geladen ist.</translation>
  </message>
  <message>
   <source>There is no StyleNet for {name}: calibrate without --one-pass.</source>
   <translation>Zu {name} gibt es kein StyleNet: ohne --one-pass kalibrieren.</translation>
  </message>
  <message>
   <source>There is no checkpoint or file {given!r} (known: {names}).</source>
   <translation>Es gibt keinen Checkpoint und keine Datei {given!r} (bekannt: {names}).</translation>
  </message>
  <message>
   <source>There is no folder {path}.</source>
   <translation>Es gibt keinen Ordner {path}.</translation>
  </message>
  <message>
   <source>There is no method '{name}': there are {methods} and MODULE:FUNCTION.</source>
   <translation>Es gibt kein Verfahren „{name}“: Es gibt {methods} und MODUL:FUNKTION.</translation>
  </message>
  <message>
   <source>There is no such folder.</source>
   <translation>Diesen Ordner gibt es nicht.</translation>
  </message>
  <message>
   <source>There is no {device} device here.</source>
   <translation>Hier gibt es kein Gerät {device}.</translation>
  </message>
  <message>
   <source>There is not enough memory to open {file}.</source>
   <translation>Der Arbeitsspeicher reicht nicht, um {file} zu öffnen.</translation>
  </message>
  <message>
   <source>These choose how the learned camera renders: noise reduction, sharpening and tone as it learned them. No new depth of field or motion blur appears.</source>
   <translation>Diese Werte bestimmen, wie die gelernte Kamera entwickelt: Entrauschen, Schärfung und Tonwerte, wie sie es gelernt hat. Tiefenschärfe und Bewegungsunschärfe ändern sich nicht.</translation>
  </message>
  <message>
   <source>This RAW is the camera's own and nothing in it is clipped: all of it is measured.</source>
   <translation>Dieses RAW ist das der Kamera, und nichts darin ist beschnitten: Alles ist gemessen.</translation>
  </message>
  <message>
   <source>This RAW was estimated from a photo.</source>
   <translation>Dieses RAW wurde aus einem Foto geschätzt.</translation>
  </message>
  <message>
   <source>This RAW was estimated from a photo; nothing in it is clipped.</source>
   <translation>Dieses RAW wurde aus einem Foto geschätzt; nichts darin ist beschnitten.</translation>
  </message>
  <message>
   <source>This camera's noise was not measured; a typical camera's at {speed} stands in.</source>
   <translation>Das Rauschen dieser Kamera wurde nicht gemessen; das einer typischen bei {speed} vertritt es.</translation>
  </message>
  <message>
   <source>This is the first photo.</source>
   <translation>Dies ist das erste Foto.</translation>
  </message>
  <message>
   <source>This is the last photo.</source>
   <translation>Dies ist das letzte Foto.</translation>
  </message>
  <message>
   <source>This is the sample that comes with the program. Open your own photo with Ctrl+O, or drop it here.</source>
   <translation>Dies ist das Beispiel, das zum Programm gehört. Öffnen Sie Ihr eigenes Foto mit Strg+O, oder ziehen Sie es hierher.</translation>
  </message>
  <message>
   <source>This photo as every known camera would render it, favorites, comparison (C)</source>
   <translation>Dieses Foto, wie jede bekannte Kamera es entwickeln würde, Favoriten, Vergleich (C)</translation>
  </message>
  <message>
   <source>This photo is no JPEG, or its colors were converted, so that nothing is known of its rounding.</source>
   <translation>Dieses Foto ist kein JPEG, oder seine Farben wurden umgerechnet; über sein Runden ist dann nichts bekannt.</translation>
  </message>
  <message>
   <source>Threads</source>
   <translation>Threads</translation>
  </message>
  <message>
   <source>Tint</source>
   <translation>Tönung</translation>
  </message>
  <message>
   <source>To</source>
   <translation>Nach</translation>
  </message>
  <message>
   <source>To RAW</source>
   <translation>Zum RAW</translation>
  </message>
  <message>
   <source>To RAW and back it changes by {share:.1f} % on average, which is what you see.</source>
   <translation>Zum RAW und zurück ändert es sich im Mittel um {share:.1f} %; das ist, was Sie sehen.</translation>
  </message>
  <message>
   <source>To RAW and back it changes by {share:.1f} % on average; the anchor takes that back.</source>
   <translation>Zum RAW und zurück ändert es sich im Mittel um {share:.1f} %; der Anker nimmt das zurück.</translation>
  </message>
  <message>
   <source>Tone</source>
   <translation>Ton</translation>
  </message>
  <message>
   <source>Tone curve</source>
   <translation>Gradationskurve</translation>
  </message>
  <message>
   <source>True RAW, nothing is estimated.</source>
   <translation>Echtes RAW, nichts ist geschätzt.</translation>
  </message>
  <message>
   <source>Try the sample</source>
   <translation>Das Beispiel ansehen</translation>
  </message>
  <message>
   <source>Tungsten</source>
   <translation>Glühlampe</translation>
  </message>
  <message>
   <source>Turn left</source>
   <translation>Nach links drehen</translation>
  </message>
  <message>
   <source>Turn right</source>
   <translation>Nach rechts drehen</translation>
  </message>
  <message>
   <source>Turns photos back into RAW with a learned inverse camera, and renders RAW with a learned camera that follows ISO, exposure time, aperture and focal length.</source>
   <translation>Macht aus Fotos mit einer gelernten umgekehrten Kamera wieder RAW und entwickelt RAW mit einer gelernten Kamera, die ISO, Belichtungszeit, Blende und Brennweite folgt.</translation>
  </message>
  <message>
   <source>Turns the picture clockwise. The crop keeps inside the photo.</source>
   <translation>Dreht das Bild im Uhrzeigersinn. Der Zuschnitt bleibt im Foto.</translation>
  </message>
  <message>
   <source>Two pictures: wipe or side by side (Y)</source>
   <translation>Zwei Bilder: Schieber oder nebeneinander (Y)</translation>
  </message>
  <message>
   <source>Ultra HDR (.jpg)</source>
   <translation>Ultra HDR (.jpg)</translation>
  </message>
  <message>
   <source>Ultra HDR: a JPEG any program shows, and HDR screens show brighter. OpenEXR, Radiance and TIFF hold
scene-linear light in floating point. Default: Ultra HDR.</source>
   <translation>Ultra HDR: ein JPEG, das jedes Programm zeigt und HDR-Bildschirme heller zeigen. OpenEXR, Radiance und
TIFF enthalten szenenlineares Licht in Gleitkomma. Voreinstellung: Ultra HDR.</translation>
  </message>
  <message>
   <source>Under the cursor</source>
   <translation>Unter dem Mauszeiger</translation>
  </message>
  <message>
   <source>Under the cursor:
position in the finished picture, pixels
R G B: the shown color, sRGB 0 to 255
linear: red, green, blue of the scene's light as edited, 1 is white; below 0 is outside sRGB
EV: its luminance from middle gray, 0.18
RAW: the photosite under the cursor, with its filter's letter, as edited; 0 is black, 1 the white level,
and the integer a DNG holds there</source>
   <translation>Unter dem Mauszeiger:
Ort im fertigen Bild, in Pixeln
R G B: die gezeigte Farbe, sRGB 0 bis 255
linear: Rot, Grün, Blau des bearbeiteten Lichts, 1 ist Weiß; unter 0 liegt außerhalb von sRGB
EV: seine Leuchtdichte gegen Mittelgrau, 0,18
RAW: der Sensorpunkt unter dem Mauszeiger mit seinem Filterbuchstaben, bearbeitet; 0 ist Schwarz, 1 der
Weißpegel, und die ganze Zahl, die ein DNG dort enthält</translation>
  </message>
  <message>
   <source>Underwater</source>
   <translation>Unter Wasser</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>Rückgängig</translation>
  </message>
  <message>
   <source>Unknown device {wanted}: choose one of {devices}.</source>
   <translation>Unbekanntes Gerät {wanted}: Wählen Sie eines von {devices}.</translation>
  </message>
  <message>
   <source>Unknown lens</source>
   <translation>Unbekanntes Objektiv</translation>
  </message>
  <message>
   <source>Unknown precision {wanted}: choose one of {precisions}.</source>
   <translation>Unbekannte Genauigkeit {wanted}: Wählen Sie eine von {precisions}.</translation>
  </message>
  <message>
   <source>Upright or wide &amp;frame</source>
   <translation>Hoch- oder &amp;Querformat</translation>
  </message>
  <message>
   <source>Usual</source>
   <translation>Üblich</translation>
  </message>
  <message>
   <source>Usual: {keys}</source>
   <translation>Üblich: {keys}</translation>
  </message>
  <message>
   <source>Vector</source>
   <translation>Vektor</translation>
  </message>
  <message>
   <source>Vectorscope of the shown picture</source>
   <translation>Vektorskop des gezeigten Bildes</translation>
  </message>
  <message>
   <source>Vectorscope, Cb to the right and Cr upwards (Rec. 709): gray in the middle.
Small squares: full red, yellow, green, cyan, blue and magenta.</source>
   <translation>Vektorskop, Cb nach rechts, Cr nach oben (Rec. 709): Grau in der Mitte.
Kleine Quadrate: volles Rot, Gelb, Grün, Cyan, Blau und Magenta.</translation>
  </message>
  <message>
   <source>Verify all</source>
   <translation>Alle prüfen</translation>
  </message>
  <message>
   <source>Vibrance</source>
   <translation>Dynamik</translation>
  </message>
  <message>
   <source>Vignetting</source>
   <translation>Vignettierung</translation>
  </message>
  <message>
   <source>Warm White Fluorescent</source>
   <translation>Leuchtstofflampe Warmweiß</translation>
  </message>
  <message>
   <source>Wave</source>
   <translation>Welle</translation>
  </message>
  <message>
   <source>Waveform of the shown picture</source>
   <translation>Wellenform des gezeigten Bildes</translation>
  </message>
  <message>
   <source>Waveform of the shown picture: from its left to its right, 0 at the bottom, 255 at the top.
Lines at 64, 128 and 191. Brighter where more pixels are.</source>
   <translation>Wellenform des gezeigten Bildes: von links nach rechts, 0 unten, 255 oben.
Linien bei 64, 128 und 191. Heller, wo mehr Pixel sind.</translation>
  </message>
  <message>
   <source>What a point of light became. Draw the way the camera moved; a slower part is drawn
slower. Delete clears it.</source>
   <translation>Was aus einem Lichtpunkt wurde. Zeichnen Sie den Weg der Kamera; einen langsameren Teil
langsamer. Entf löscht ihn.</translation>
  </message>
  <message>
   <source>What blurred the photo. Default: the camera or the thing moved straight.</source>
   <translation>Was das Foto unscharf machte. Voreinstellung: Kamera oder Motiv bewegte sich gerade.</translation>
  </message>
  <message>
   <source>What else can be done with {0}; also by a right click</source>
   <translation>Was sich sonst mit {0} tun lässt; auch per Rechtsklick</translation>
  </message>
  <message>
   <source>What it cannot do</source>
   <translation>Was es nicht kann</translation>
  </message>
  <message>
   <source>What kind of file is written. Default: JPEG.</source>
   <translation>Welche Art Datei geschrieben wird. Voreinstellung: JPEG.</translation>
  </message>
  <message>
   <source>What rendered the last picture, and how long that took.</source>
   <translation>Was das letzte Bild gerechnet hat, und wie lange das dauerte.</translation>
  </message>
  <message>
   <source>What that brightness becomes.</source>
   <translation>Was aus dieser Helligkeit wird.</translation>
  </message>
  <message>
   <source>What the message offers to do</source>
   <translation>Was die Meldung anbietet</translation>
  </message>
  <message>
   <source>What the networks run on. Automatic: the graphics card where it works.</source>
   <translation>Worauf die Netze rechnen. Automatisch: die Grafikkarte, wo das geht.</translation>
  </message>
  <message>
   <source>What the viewer's colors are converted to. Automatic: the profile that the desktop names.</source>
   <translation>Worin die Farben der Ansicht umgerechnet werden. Automatisch: das Profil, das der Desktop nennt.</translation>
  </message>
  <message>
   <source>What they were trained on, and their scores: Help, Models.</source>
   <translation>Womit sie trainiert wurden, und ihre Wertungen: Hilfe, Modelle.</translation>
  </message>
  <message>
   <source>Wheel</source>
   <translation>Mausrad</translation>
  </message>
  <message>
   <source>Where exports are proposed. Empty: the folder last used.</source>
   <translation>Wohin Exporte vorgeschlagen werden. Leer: der zuletzt benutzte Ordner.</translation>
  </message>
  <message>
   <source>Where the file is written to. It has to exist.</source>
   <translation>Wohin die Datei geschrieben wird. Den Ordner muss es geben.</translation>
  </message>
  <message>
   <source>Where the photo was taken, if it says so. Default: on.</source>
   <translation>Wo das Foto entstand, wenn es das sagt. Voreinstellung: an.</translation>
  </message>
  <message>
   <source>Where your own models lie</source>
   <translation>Wo Ihre eigenen Modelle liegen</translation>
  </message>
  <message>
   <source>Which RAW is written. Default: with the edits.</source>
   <translation>Welches RAW geschrieben wird. Voreinstellung: mit der Bearbeitung.</translation>
  </message>
  <message>
   <source>Which model is used. By the camera: one calibrated for it, else the shipped one.</source>
   <translation>Welches Modell benutzt wird. Nach der Kamera: ein für sie kalibriertes, sonst das mitgelieferte.</translation>
  </message>
  <message>
   <source>White</source>
   <translation>Weiß</translation>
  </message>
  <message>
   <source>White Fluorescent</source>
   <translation>Leuchtstofflampe Weiß</translation>
  </message>
  <message>
   <source>White balance</source>
   <translation>Weißabgleich</translation>
  </message>
  <message>
   <source>White balance from a gray place</source>
   <translation>Weißabgleich von einer grauen Stelle</translation>
  </message>
  <message>
   <source>White balance preset</source>
   <translation>Vorgabe des Weißabgleichs</translation>
  </message>
  <message>
   <source>White balance {light}</source>
   <translation>Weißabgleich {light}</translation>
  </message>
  <message>
   <source>White balance: {now}; it was {was}.</source>
   <translation>Weißabgleich: {now}; vorher {was}.</translation>
  </message>
  <message>
   <source>Wipe</source>
   <translation>Schieber</translation>
  </message>
  <message>
   <source>Without any edits. The learned rendering, ISO and aperture included, is never part of a DNG.</source>
   <translation>Ohne jede Bearbeitung. Die gelernte Entwicklung, samt ISO und Blende, gehört nie zu einem DNG.</translation>
  </message>
  <message>
   <source>Write one picture of the photo as it is and as each marked camera would have taken it, with their names;
without marks, as each favorite.</source>
   <translation>Ein Bild schreiben mit dem Foto, wie es ist, und wie jede markierte Kamera es gemacht hätte, mit Namen;
ohne Markierungen wie jeder Favorit.</translation>
  </message>
  <message>
   <source>Write the photo as this camera would have rendered it; the edit stays as it is.</source>
   <translation>Das Foto schreiben, wie diese Kamera es entwickelt hätte; die Bearbeitung bleibt, wie sie ist.</translation>
  </message>
  <message>
   <source>Written: {0}</source>
   <translation>Geschrieben: {0}</translation>
  </message>
  <message>
   <source>Your camera</source>
   <translation>Ihre Kamera</translation>
  </message>
  <message>
   <source>Zoom &amp;in</source>
   <translation>&amp;Vergrößern</translation>
  </message>
  <message>
   <source>Zoom &amp;out</source>
   <translation>Ver&amp;kleinern</translation>
  </message>
  <message>
   <source>Zoom at the cursor</source>
   <translation>Am Mauszeiger vergrößern</translation>
  </message>
  <message>
   <source>\</source>
   <translation>\</translation>
  </message>
  <message>
   <source>a number, the first that is free</source>
   <translation>eine Nummer, die erste freie</translation>
  </message>
  <message>
   <source>and {count} more</source>
   <translation>und {count} weitere</translation>
  </message>
  <message>
   <source>as reconstructed</source>
   <translation>wie rekonstruiert</translation>
  </message>
  <message>
   <source>as shot, from the RAW file</source>
   <translation>wie aufgenommen, aus der RAW-Datei</translation>
  </message>
  <message>
   <source>as shot, from the {source}</source>
   <translation>wie aufgenommen, aus: {source}</translation>
  </message>
  <message>
   <source>as the photo was taken</source>
   <translation>wie das Foto entstand</translation>
  </message>
  <message>
   <source>at most </source>
   <translation>höchstens </translation>
  </message>
  <message>
   <source>automatic</source>
   <translation>automatisch</translation>
  </message>
  <message>
   <source>before the photo goes to RAW, where JPEG artifacts are to be removed</source>
   <translation>bevor das Foto zum RAW wird, wo JPEG-Artefakte entfernt werden sollen</translation>
  </message>
  <message>
   <source>black</source>
   <translation>schwarz</translation>
  </message>
  <message>
   <source>black point</source>
   <translation>Schwarzpunkt</translation>
  </message>
  <message>
   <source>by itself, wherever {name} works: it reads off pictures how a camera exposes, its tone and its color. Off an open photo, so that edits keep its look; off RAW+JPEG pairs, when a camera is calibrated in seconds.</source>
   <translation>von selbst, wo {name} arbeitet: Es liest von Bildern ab, wie eine Kamera belichtet, ihre Tonwerte und Farben. Vom geöffneten Foto, damit es bearbeitet sein Aussehen behält; von RAW+JPEG-Paaren, wenn eine Kamera in Sekunden kalibriert wird.</translation>
  </message>
  <message>
   <source>camera daylight</source>
   <translation>Tageslicht der Kamera</translation>
  </message>
  <message>
   <source>cameras</source>
   <translation>Kameras</translation>
  </message>
  <message>
   <source>cannot
be read</source>
   <translation>nicht
lesbar</translation>
  </message>
  <message>
   <source>cannot be read</source>
   <translation>kann nicht gelesen werden</translation>
  </message>
  <message>
   <source>change to a network</source>
   <translation>Änderung an einem Netz</translation>
  </message>
  <message>
   <source>chosen</source>
   <translation>gewählt</translation>
  </message>
  <message>
   <source>clipped in the {file}</source>
   <translation>im {file} beschnitten</translation>
  </message>
  <message>
   <source>clipped, left white</source>
   <translation>beschnitten, weiß gelassen</translation>
  </message>
  <message>
   <source>compared</source>
   <translation>verglichen</translation>
  </message>
  <message>
   <source>crop</source>
   <translation>Zuschnitt</translation>
  </message>
  <message>
   <source>crushed or too dark for its {bits} bits</source>
   <translation>zugelaufen oder zu dunkel für {bits} Bit</translation>
  </message>
  <message>
   <source>daylight of the generic camera</source>
   <translation>Tageslicht der allgemeinen Kamera</translation>
  </message>
  <message>
   <source>daylight of the generic phone</source>
   <translation>Tageslicht des allgemeinen Smartphones</translation>
  </message>
  <message>
   <source>edited</source>
   <translation>bearbeitet</translation>
  </message>
  <message>
   <source>empty</source>
   <translation>leer</translation>
  </message>
  <message>
   <source>estimated</source>
   <translation>geschätzt</translation>
  </message>
  <message>
   <source>exposure</source>
   <translation>Belichtung</translation>
  </message>
  <message>
   <source>f-number</source>
   <translation>Blende</translation>
  </message>
  <message>
   <source>favorite</source>
   <translation>Favorit</translation>
  </message>
  <message>
   <source>file</source>
   <translation>Datei</translation>
  </message>
  <message>
   <source>finder of what JPEGs lost</source>
   <translation>Finder dessen, was JPEGs verloren</translation>
  </message>
  <message>
   <source>for</source>
   <translation>für</translation>
  </message>
  <message>
   <source>full size</source>
   <translation>volle Größe</translation>
  </message>
  <message>
   <source>highlights</source>
   <translation>Lichter</translation>
  </message>
  <message>
   <source>is</source>
   <translation>ist</translation>
  </message>
  <message>
   <source>is a profile for another kind of device than a monitor</source>
   <translation>ist ein Profil für eine andere Art Gerät als einen Monitor</translation>
  </message>
  <message>
   <source>is no color profile that one can look through</source>
   <translation>ist kein Farbprofil, durch das man sehen kann</translation>
  </message>
  <message>
   <source>is no usable color profile</source>
   <translation>ist kein brauchbares Farbprofil</translation>
  </message>
  <message>
   <source>it ended without a word.</source>
   <translation>es endete ohne ein Wort.</translation>
  </message>
  <message>
   <source>it has no name</source>
   <translation>sie hat keinen Namen</translation>
  </message>
  <message>
   <source>it is far too large</source>
   <translation>sie ist viel zu groß</translation>
  </message>
  <message>
   <source>it is no preset of this program</source>
   <translation>sie ist keine Vorgabe dieses Programms</translation>
  </message>
  <message>
   <source>it is not JSON</source>
   <translation>sie ist kein JSON</translation>
  </message>
  <message>
   <source>it is not a sidecar of this program</source>
   <translation>sie ist keine Begleitdatei dieses Programms</translation>
  </message>
  <message>
   <source>it was written by a newer version</source>
   <translation>sie wurde von einer neueren Version geschrieben</translation>
  </message>
  <message>
   <source>left to the desktop</source>
   <translation>dem Desktop überlassen</translation>
  </message>
  <message>
   <source>lens distortion</source>
   <translation>Verzeichnung</translation>
  </message>
  <message>
   <source>lenses</source>
   <translation>Objektive</translation>
  </message>
  <message>
   <source>license</source>
   <translation>Lizenz</translation>
  </message>
  <message>
   <source>limit</source>
   <translation>Grenze</translation>
  </message>
  <message>
   <source>linear {0}</source>
   <translation>linear {0}</translation>
  </message>
  <message>
   <source>maker's tone curve</source>
   <translation>Tonkurve des Herstellers</translation>
  </message>
  <message>
   <source>mean tone curve</source>
   <translation>mittlere Tonkurve</translation>
  </message>
  <message>
   <source>mertens fuses exposures into a picture, it knows no light: choose .jpg or .png, without --ultrahdr, or another method.</source>
   <translation>Mertens fügt Belichtungen zu einem Bild zusammen und kennt kein Licht: Wählen Sie .jpg oder .png, ohne Ultra HDR, oder ein anderes Verfahren.</translation>
  </message>
  <message>
   <source>my-camera</source>
   <translation>meine-kamera</translation>
  </message>
  <message>
   <source>network</source>
   <translation>Netz</translation>
  </message>
  <message>
   <source>network of its own</source>
   <translation>eigenes Netz</translation>
  </message>
  <message>
   <source>no date</source>
   <translation>kein Datum</translation>
  </message>
  <message>
   <source>noise reduction</source>
   <translation>Entrauschen</translation>
  </message>
  <message>
   <source>none</source>
   <translation>keine</translation>
  </message>
  <message>
   <source>nothing</source>
   <translation>nichts</translation>
  </message>
  <message>
   <source>off</source>
   <translation>aus</translation>
  </message>
  <message>
   <source>on</source>
   <translation>an</translation>
  </message>
  <message>
   <source>on the command line, with --checkpoint {name}: too slow to edit with live</source>
   <translation>auf der Kommandozeile, mit --checkpoint {name}: zu langsam, um live zu bearbeiten</translation>
  </message>
  <message>
   <source>on the graphics card</source>
   <translation>auf der Grafikkarte</translation>
  </message>
  <message>
   <source>on the processor</source>
   <translation>auf dem Prozessor</translation>
  </message>
  <message>
   <source>open</source>
   <translation>offen</translation>
  </message>
  <message>
   <source>outside the crop</source>
   <translation>außerhalb des Zuschnitts</translation>
  </message>
  <message>
   <source>over 99.9 %</source>
   <translation>über 99,9 %</translation>
  </message>
  <message>
   <source>own tone curve</source>
   <translation>eigene Tonkurve</translation>
  </message>
  <message>
   <source>pasted edits</source>
   <translation>eingefügter Bearbeitung</translation>
  </message>
  <message>
   <source>perceptual</source>
   <translation>perzeptiv</translation>
  </message>
  <message>
   <source>photo to RAW</source>
   <translation>Foto zu RAW</translation>
  </message>
  <message>
   <source>polynomial of the color</source>
   <translation>Polynom der Farbe</translation>
  </message>
  <message>
   <source>reader of cameras</source>
   <translation>Leser von Kameras</translation>
  </message>
  <message>
   <source>relative colorimetric</source>
   <translation>relativ farbmetrisch</translation>
  </message>
  <message>
   <source>sRGB, not converted</source>
   <translation>sRGB, nicht umgerechnet</translation>
  </message>
  <message>
   <source>sRGB: right everywhere</source>
   <translation>sRGB: überall richtig</translation>
  </message>
  <message>
   <source>saturation</source>
   <translation>Sättigung</translation>
  </message>
  <message>
   <source>sensor noise</source>
   <translation>Sensorrauschen</translation>
  </message>
  <message>
   <source>shadows</source>
   <translation>Schatten</translation>
  </message>
  <message>
   <source>straightening</source>
   <translation>Geraderichten</translation>
  </message>
  <message>
   <source>the ISO speed</source>
   <translation>die ISO-Zahl</translation>
  </message>
  <message>
   <source>the camera</source>
   <translation>die Kamera</translation>
  </message>
  <message>
   <source>the paper's network</source>
   <translation>das Netz des Artikels</translation>
  </message>
  <message>
   <source>the photo's own name</source>
   <translation>der Name des Fotos</translation>
  </message>
  <message>
   <source>to {0}</source>
   <translation>nach {0}</translation>
  </message>
  <message>
   <source>tone curve</source>
   <translation>Gradationskurve</translation>
  </message>
  <message>
   <source>trained on</source>
   <translation>trainiert mit</translation>
  </message>
  <message>
   <source>trusted</source>
   <translation>vertraut</translation>
  </message>
  <message>
   <source>turn</source>
   <translation>Drehung</translation>
  </message>
  <message>
   <source>under 0.1 %</source>
   <translation>unter 0,1 %</translation>
  </message>
  <message>
   <source>unknown</source>
   <translation>unbekannt</translation>
  </message>
  <message>
   <source>unknown, shown as sRGB</source>
   <translation>unbekannt, als sRGB gezeigt</translation>
  </message>
  <message>
   <source>use</source>
   <translation>Gebrauch</translation>
  </message>
  <message>
   <source>vibrance</source>
   <translation>Dynamik</translation>
  </message>
  <message>
   <source>vignetting</source>
   <translation>Vignettierung</translation>
  </message>
  <message>
   <source>when it was taken</source>
   <translation>der Aufnahmetag</translation>
  </message>
  <message>
   <source>white balance</source>
   <translation>Weißabgleich</translation>
  </message>
  <message>
   <source>with the edits</source>
   <translation>mit Bearbeitung</translation>
  </message>
  <message>
   <source>{0:.3g} % of the picture {1}</source>
   <translation>{0:.3g} % des Bildes {1}</translation>
  </message>
  <message>
   <source>{0} and {1}, the line at {2} %</source>
   <translation>{0} und {1}, die Linie bei {2} %</translation>
  </message>
  <message>
   <source>{0} is exported after what is being written, as it is edited now.</source>
   <translation>{0} wird exportiert, sobald fertig ist, was gerade geschrieben wird; so, wie es jetzt bearbeitet ist.</translation>
  </message>
  <message>
   <source>{0} is one of the photos; it would be overwritten.</source>
   <translation>{0} ist eines der Fotos; es würde überschrieben.</translation>
  </message>
  <message>
   <source>{0} is still being written. Quit without it?</source>
   <translation>{0} wird noch geschrieben. Trotzdem beenden?</translation>
  </message>
  <message>
   <source>{0} is the photo itself; it would be overwritten.</source>
   <translation>{0} ist das Foto selbst; es würde überschrieben.</translation>
  </message>
  <message>
   <source>{0} of {1}: {2}</source>
   <translation>{0} von {1}: {2}</translation>
  </message>
  <message>
   <source>{0} pairs found, the last: {1}, {2}</source>
   <translation>{0} Paare gefunden, das letzte: {1}, {2}</translation>
  </message>
  <message>
   <source>{0} photos merged</source>
   <translation>{0} Fotos vereint</translation>
  </message>
  <message>
   <source>{0} photos were changed.</source>
   <translation>{0} Fotos wurden geändert.</translation>
  </message>
  <message>
   <source>{0} still to be exported. Quit without them?</source>
   <translation>{0} noch zu exportieren. Ohne sie beenden?</translation>
  </message>
  <message>
   <source>{0}, as there is a {1} already</source>
   <translation>{0}, da es {1} schon gibt</translation>
  </message>
  <message>
   <source>{0}: a file is still being made. Quit without it?</source>
   <translation>{0}: Eine Datei entsteht noch. Trotzdem beenden?</translation>
  </message>
  <message>
   <source>{0}: {1:.1f} dB like your camera, {2:.1f} dB at the start</source>
   <translation>{0}: {1:.1f} dB wie Ihre Kamera, {2:.1f} dB am Anfang</translation>
  </message>
  <message>
   <source>{0}: {1:.1f} dB, was {2:.1f} dB{3}</source>
   <translation>{0}: {1:.1f} dB, vorher {2:.1f} dB{3}</translation>
  </message>
  <message>
   <source>{a} {clipped}, {b} {dark}.</source>
   <translation>{a} {clipped}, {b} {dark}.</translation>
  </message>
  <message>
   <source>{beside} describes another network than {path} holds.</source>
   <translation>{beside} beschreibt ein anderes Netz, als {path} enthält.</translation>
  </message>
  <message>
   <source>{count} pairs are more than calibration takes ({most}); choose the most varied.</source>
   <translation>{count} Paare sind mehr, als kalibriert werden ({most}); wählen Sie die verschiedensten.</translation>
  </message>
  <message>
   <source>{count} photos</source>
   <translation>{count} Fotos</translation>
  </message>
  <message>
   <source>{device} does not work ({reason}).</source>
   <translation>{device} funktioniert nicht ({reason}).</translation>
  </message>
  <message>
   <source>{device} does not work ({reason}); the CPU is used.</source>
   <translation>{device} funktioniert nicht ({reason}); der Prozessor wird benutzt.</translation>
  </message>
  <message>
   <source>{file} cannot be read: {reason}.</source>
   <translation>{file} kann nicht gelesen werden: {reason}.</translation>
  </message>
  <message>
   <source>{file} comes from a sensor whose color pattern is not a Bayer one.</source>
   <translation>{file} kommt von einem Sensor, dessen Farbmuster kein Bayer-Muster ist.</translation>
  </message>
  <message>
   <source>{file} comes from a sensor with {name} color filters; only Bayer sensors with red, green and blue filters can be opened.</source>
   <translation>{file} kommt von einem Sensor mit Farbfiltern {name}; nur Bayer-Sensoren mit roten, grünen und blauen Filtern können geöffnet werden.</translation>
  </message>
  <message>
   <source>{file} comes from a sensor with {shape} color pattern (such as Fujifilm's X-Trans or a Foveon); only Bayer sensors can be opened.</source>
   <translation>{file} kommt von einem Sensor mit Farbmuster {shape} (wie Fujifilms X-Trans oder ein Foveon); nur Bayer-Sensoren können geöffnet werden.</translation>
  </message>
  <message>
   <source>{file} has no JPEG of the same name beside it and none inside.</source>
   <translation>Neben {file} liegt kein JPEG desselben Namens, und keines ist darin.</translation>
  </message>
  <message>
   <source>{file} has {count} channels; only grey and RGB can be opened.</source>
   <translation>{file} hat {count} Kanäle; nur Grau und RGB können geöffnet werden.</translation>
  </message>
  <message>
   <source>{file} holds no RAW.</source>
   <translation>{file} enthält kein RAW.</translation>
  </message>
  <message>
   <source>{file} holds no mosaic: it is already demosaiced, or not from a Bayer sensor.</source>
   <translation>{file} enthält kein Mosaik: Es hat schon alle Farben, oder kommt nicht von einem Bayer-Sensor.</translation>
  </message>
  <message>
   <source>{file} holds no picture that can be read.</source>
   <translation>{file} enthält kein lesbares Bild.</translation>
  </message>
  <message>
   <source>{file} holds {count} pictures; only the first is opened.</source>
   <translation>{file} enthält {count} Bilder; nur das erste wird geöffnet.</translation>
  </message>
  <message>
   <source>{file} is damaged and cannot be read.</source>
   <translation>{file} ist beschädigt und kann nicht gelesen werden.</translation>
  </message>
  <message>
   <source>{file} is damaged, or a kind of RAW file that cannot be read.</source>
   <translation>{file} ist beschädigt, oder eine Art RAW-Datei, die nicht gelesen werden kann.</translation>
  </message>
  <message>
   <source>{file} is empty.</source>
   <translation>{file} ist leer.</translation>
  </message>
  <message>
   <source>{file} is not a picture or RAW file.</source>
   <translation>{file} ist keine Bild- oder RAW-Datei.</translation>
  </message>
  <message>
   <source>{file} is not a picture that can be read.</source>
   <translation>{file} ist kein lesbares Bild.</translation>
  </message>
  <message>
   <source>{file} is too large: {megapixels} megapixels, at most {most} can be opened.</source>
   <translation>{file} ist zu groß: {megapixels} Megapixel, höchstens {most} können geöffnet werden.</translation>
  </message>
  <message>
   <source>{file} is too small: {width} × {height} pixels, at least 2 × 2 are needed.</source>
   <translation>{file} ist zu klein: {width} × {height} Pixel, mindestens 2 × 2 sind nötig.</translation>
  </message>
  <message>
   <source>{file} is truncated: nothing of the picture could be read.</source>
   <translation>{file} ist abgeschnitten: Nichts vom Bild konnte gelesen werden.</translation>
  </message>
  <message>
   <source>{file} was itself estimated from a picture; a pair needs the camera's own RAW.</source>
   <translation>{file} wurde selbst aus einem Bild geschätzt; ein Paar braucht das RAW der Kamera.</translation>
  </message>
  <message>
   <source>{file} was written by a newer version and is left as it is.</source>
   <translation>{file} wurde von einer neueren Version geschrieben und bleibt, wie es ist.</translation>
  </message>
  <message>
   <source>{file} was written by a newer version: its edit is not shown, and edits are not saved.</source>
   <translation>{file} wurde von einer neueren Version geschrieben: Die Bearbeitung darin wird nicht gezeigt, und Bearbeitungen werden nicht gespeichert.</translation>
  </message>
  <message>
   <source>{file}: a corner of the JPEG is {off:.1f} pixels off: the camera has corrected the lens, so single pixels cannot be compared.</source>
   <translation>{file}: Eine Ecke des JPEGs liegt um {off:.1f} Pixel verschoben: Die Kamera hat das Objektiv korrigiert, einzelne Pixel lassen sich nicht vergleichen.</translation>
  </message>
  <message>
   <source>{file}: its JPEG has only {width}x{height} pixels.</source>
   <translation>{file}: Sein JPEG hat nur {width}x{height} Pixel.</translation>
  </message>
  <message>
   <source>{file}: its JPEG is reduced to {width}x{height} pixels, too large to be compared by colors and too small by pixels.</source>
   <translation>{file}: Sein JPEG ist auf {width}x{height} Pixel verkleinert, zu groß für einen Vergleich der Farben und zu klein für einen der Pixel.</translation>
  </message>
  <message>
   <source>{file}: the JPEG has another shape than the RAW.</source>
   <translation>{file}: Das JPEG hat eine andere Form als das RAW.</translation>
  </message>
  <message>
   <source>{file}: the JPEG inside it is damaged ({error}).</source>
   <translation>{file}: Das JPEG darin ist beschädigt ({error}).</translation>
  </message>
  <message>
   <source>{file}: the JPEG shows something else than the RAW (they correlate by {response:.2f} only).</source>
   <translation>{file}: Das JPEG zeigt etwas anderes als das RAW (sie korrelieren nur mit {response:.2f}).</translation>
  </message>
  <message>
   <source>{file}: the JPEG shows something else than the RAW, or is distorted.</source>
   <translation>{file}: Das JPEG zeigt etwas anderes als das RAW oder ist verzeichnet.</translation>
  </message>
  <message>
   <source>{file}: the RAW's Bayer pattern is said to be {said}, the JPEG's colors lie as {likely}.</source>
   <translation>{file}: Das Bayer-Muster des RAWs soll {said} sein, die Farben des JPEGs liegen wie {likely}.</translation>
  </message>
  <message>
   <source>{first} and {photo} have the same exposure: a bracket needs different ones.</source>
   <translation>{first} und {photo} haben dieselbe Belichtung: Eine Belichtungsreihe braucht verschiedene.</translation>
  </message>
  <message>
   <source>{first} and {second}</source>
   <translation>{first} und {second}</translation>
  </message>
  <message>
   <source>{first} is of a {camera} and {photo} of a {other}: a bracket has to be of one camera.</source>
   <translation>{first} ist von einer {camera} und {photo} von einer {other}: Eine Belichtungsreihe muss von einer Kamera sein.</translation>
  </message>
  <message>
   <source>{first} is {w} × {h} pixels and {photo} {ow} × {oh}: a bracket has to be of one size.</source>
   <translation>{first} hat {w} × {h} Pixel und {photo} {ow} × {oh}: Eine Belichtungsreihe muss eine Größe haben.</translation>
  </message>
  <message>
   <source>{folder} cannot be written to: the edit is kept in {file}.</source>
   <translation>In {folder} kann nicht geschrieben werden: Die Bearbeitung liegt in {file}.</translation>
  </message>
  <message>
   <source>{given} cannot be read: {reason}.</source>
   <translation>{given} kann nicht gelesen werden: {reason}.</translation>
  </message>
  <message>
   <source>{given} is a folder, not a checkpoint.</source>
   <translation>{given} ist ein Ordner, kein Checkpoint.</translation>
  </message>
  <message>
   <source>{key} belongs to “{owner}”, which would lose it.</source>
   <translation>{key} gehört zu „{owner}“, das sie verlöre.</translation>
  </message>
  <message>
   <source>{key} moves the picture, the sliders or the focus; choose another key.</source>
   <translation>{key} bewegt das Bild, die Regler oder den Fokus; wählen Sie eine andere Taste.</translation>
  </message>
  <message>
   <source>{kind} White balance: {source}.</source>
   <translation>{kind} Weißabgleich: {source}.</translation>
  </message>
  <message>
   <source>{kind}, {way}, {count} parameters</source>
   <translation>{kind}, {way}, {count} Parameter</translation>
  </message>
  <message>
   <source>{label} as shot</source>
   <translation>{label} wie aufgenommen</translation>
  </message>
  <message>
   <source>{label}, typed value</source>
   <translation>{label}, eingegebener Wert</translation>
  </message>
  <message>
   <source>{light} (estimated)</source>
   <translation>{light} (geschätzt)</translation>
  </message>
  <message>
   <source>{light} preset (EXIF light source)</source>
   <translation>Vorgabe {light} (Lichtquelle im EXIF)</translation>
  </message>
  <message>
   <source>{light} preset, estimated from other cameras (EXIF light source)</source>
   <translation>Vorgabe {light}, aus anderen Kameras geschätzt (Lichtquelle im EXIF)</translation>
  </message>
  <message>
   <source>{make} maker note</source>
   <translation>Herstellerangaben von {make}</translation>
  </message>
  <message>
   <source>{name_or_path} is a checkpoint of the {its} direction, not {direction}.</source>
   <translation>{name_or_path} ist ein Checkpoint der Richtung {its}, nicht {direction}.</translation>
  </message>
  <message>
   <source>{names} do not show the same scene: they cannot be merged.</source>
   <translation>{names} zeigen nicht dasselbe Motiv: Sie lassen sich nicht vereinen.</translation>
  </message>
  <message>
   <source>{name}
{facts}
Click or Enter: render as. Star or F: favorite. Box or Space: compare.</source>
   <translation>{name}
{facts}
Klick oder Eingabe: entwickeln wie. Stern oder F: Favorit. Kästchen oder Leertaste: vergleichen.</translation>
  </message>
  <message>
   <source>{name} (found)</source>
   <translation>{name} (gefunden)</translation>
  </message>
  <message>
   <source>{name} (missing)</source>
   <translation>{name} (fehlt)</translation>
  </message>
  <message>
   <source>{name} cannot be removed: {reason}.</source>
   <translation>{name} kann nicht entfernt werden: {reason}.</translation>
  </message>
  <message>
   <source>{name} cannot be used: {error}.</source>
   <translation>{name} kann nicht benutzt werden: {error}.</translation>
  </message>
  <message>
   <source>{name} comes with the program and stays.</source>
   <translation>{name} gehört zum Programm und bleibt.</translation>
  </message>
  <message>
   <source>{name} is a network of the paper, too slow to edit with live; it runs on the command line.</source>
   <translation>{name} ist ein Netz der Veröffentlichung, zu langsam für die Vorschau; es läuft auf der Kommandozeile.</translation>
  </message>
  <message>
   <source>{name} is not a function.</source>
   <translation>{name} ist keine Funktion.</translation>
  </message>
  <message>
   <source>{name} was deleted.</source>
   <translation>{name} wurde gelöscht.</translation>
  </message>
  <message>
   <source>{name} – ParamISP Studio</source>
   <translation>{name} – ParamISP Studio</translation>
  </message>
  <message>
   <source>{name}: all known {kind}</source>
   <translation>{name}: alle bekannten {kind}</translation>
  </message>
  <message>
   <source>{n} cameras</source>
   <translation>{n} Kameras</translation>
  </message>
  <message>
   <source>{path} cannot be read: {reason}.</source>
   <translation>{path} kann nicht gelesen werden: {reason}.</translation>
  </message>
  <message>
   <source>{path} cannot be written: JPEG holds at most 65500 pixels a side; choose .tif.</source>
   <translation>{path} kann nicht geschrieben werden: JPEG fasst höchstens 65500 Pixel je Seite; wählen Sie .tif.</translation>
  </message>
  <message>
   <source>{path} cannot be written: Ultra HDR is a JPEG; its name has to end in .jpg.</source>
   <translation>{path} kann nicht geschrieben werden: Ultra HDR ist ein JPEG; der Name muss auf .jpg enden.</translation>
  </message>
  <message>
   <source>{path} cannot be written: a file of light has to end in .exr, .hdr or .tif.</source>
   <translation>{path} kann nicht geschrieben werden: Eine Datei mit Licht muss auf .exr, .hdr oder .tif enden.</translation>
  </message>
  <message>
   <source>{path} cannot be written: a picture's name has to end in .jpg, .png, .tif or .exr.</source>
   <translation>{path} kann nicht geschrieben werden: Der Name eines Bildes muss auf .jpg, .png, .tif oder .exr enden.</translation>
  </message>
  <message>
   <source>{path} cannot be written: its folder is read-only.</source>
   <translation>{path} kann nicht geschrieben werden: Der Ordner ist schreibgeschützt.</translation>
  </message>
  <message>
   <source>{path} cannot be written: {reason}.</source>
   <translation>{path} kann nicht geschrieben werden: {reason}.</translation>
  </message>
  <message>
   <source>{path} does not exist.</source>
   <translation>{path} gibt es nicht.</translation>
  </message>
  <message>
   <source>{path} does not say which ParamISP network it holds (its metadata name no known architecture and direction).</source>
   <translation>{path} sagt nicht, welches ParamISP-Netz es enthält (die Metadaten nennen keine bekannte Bauart und Richtung).</translation>
  </message>
  <message>
   <source>{path} holds no state_dict, so it is not a ParamISP checkpoint.</source>
   <translation>{path} enthält kein state_dict und ist daher kein ParamISP-Checkpoint.</translation>
  </message>
  <message>
   <source>{path} holds no tensors, so it is not a ParamISP checkpoint.</source>
   <translation>{path} enthält keine Tensoren und ist daher kein ParamISP-Checkpoint.</translation>
  </message>
  <message>
   <source>{path} holds the tensor {name} twice, with different values.</source>
   <translation>{path} enthält den Tensor {name} zweimal, mit verschiedenen Werten.</translation>
  </message>
  <message>
   <source>{path} is a file, not a folder.</source>
   <translation>{path} ist eine Datei, kein Ordner.</translation>
  </message>
  <message>
   <source>{path} is a folder, not a photo.</source>
   <translation>{path} ist ein Ordner, kein Foto.</translation>
  </message>
  <message>
   <source>{path} is a folder; give the name of a file to write.</source>
   <translation>{path} ist ein Ordner; geben Sie den Namen einer Datei an.</translation>
  </message>
  <message>
   <source>{path} is a web page, not a checkpoint; the download went wrong.</source>
   <translation>{path} ist eine Webseite, kein Checkpoint; beim Herunterladen ging etwas schief.</translation>
  </message>
  <message>
   <source>{path} is an adapter for another {base} than is here; fit it again with 'paramisp calibrate --simulated'.</source>
   <translation>{path} ist ein Adapter für ein anderes {base} als das hiesige; passen Sie ihn mit „paramisp calibrate --simulated“ neu an.</translation>
  </message>
  <message>
   <source>{path} is an adapter for the network {name}, which is not here.</source>
   <translation>{path} ist ein Adapter für das Netz {name}, das hier nicht ist.</translation>
  </message>
  <message>
   <source>{path} is damaged or cut off ({reason}).</source>
   <translation>{path} ist beschädigt oder abgeschnitten ({reason}).</translation>
  </message>
  <message>
   <source>{path} is damaged or is not the file its model card describes (its SHA-256 differs).</source>
   <translation>{path} ist beschädigt oder nicht die Datei, die seine Modellkarte beschreibt (SHA-256 weicht ab).</translation>
  </message>
  <message>
   <source>{path} is damaged or not a checkpoint ({reason}).</source>
   <translation>{path} ist beschädigt oder kein Checkpoint ({reason}).</translation>
  </message>
  <message>
   <source>{path} is damaged, cut off or not a checkpoint ({reason}).</source>
   <translation>{path} ist beschädigt, abgeschnitten oder kein Checkpoint ({reason}).</translation>
  </message>
  <message>
   <source>{path} is empty.</source>
   <translation>{path} ist leer.</translation>
  </message>
  <message>
   <source>{path} is far too large for a ParamISP checkpoint.</source>
   <translation>{path} ist viel zu groß für einen ParamISP-Checkpoint.</translation>
  </message>
  <message>
   <source>{path} is no camera: it finds again what the rounding of JPEGs took.</source>
   <translation>{path} ist keine Kamera: Es findet wieder, was beim Runden von JPEGs verloren geht.</translation>
  </message>
  <message>
   <source>{path} is no camera: it reads a camera off its pictures for the network {name}.</source>
   <translation>{path} ist keine Kamera: Es liest für das Netz {name} eine Kamera von ihren Bildern ab.</translation>
  </message>
  <message>
   <source>{path} is not a ParamISP network of this kind: the tensor {name}{more} has no place in it.</source>
   <translation>{path} ist kein ParamISP-Netz dieser Art: Der Tensor {name}{more} hat keinen Platz darin.</translation>
  </message>
  <message>
   <source>{path} is not a ParamISP network of this kind: the tensor {name}{more} is missing.</source>
   <translation>{path} ist kein ParamISP-Netz dieser Art: Der Tensor {name}{more} fehlt.</translation>
  </message>
  <message>
   <source>{path} is not a checkpoint.</source>
   <translation>{path} ist kein Checkpoint.</translation>
  </message>
  <message>
   <source>{path} is not a model card.</source>
   <translation>{path} ist keine Modellkarte.</translation>
  </message>
  <message>
   <source>{path} is not a name for a DNG file; it has to end in .dng.</source>
   <translation>{path} ist kein Name für eine DNG-Datei; er muss auf .dng enden.</translation>
  </message>
  <message>
   <source>{path} is not a picture that can be read.</source>
   <translation>{path} ist kein lesbares Bild.</translation>
  </message>
  <message>
   <source>{path} is not an array of numpy's: {error}.</source>
   <translation>{path} ist kein Array von numpy: {error}.</translation>
  </message>
  <message>
   <source>{path} is not the StyleNet of {name}.</source>
   <translation>{path} ist nicht das StyleNet von {name}.</translation>
  </message>
  <message>
   <source>{path} is only a Git LFS pointer; fetch the file itself.</source>
   <translation>{path} ist nur ein Git-LFS-Verweis; holen Sie die Datei selbst.</translation>
  </message>
  <message>
   <source>{path} is the original photo; it is never overwritten. Choose another name.</source>
   <translation>{path} ist das Originalfoto; es wird nie überschrieben. Wählen Sie einen anderen Namen.</translation>
  </message>
  <message>
   <source>{path} is write-protected.</source>
   <translation>{path} ist schreibgeschützt.</translation>
  </message>
  <message>
   <source>{path} unpacks to far more than a ParamISP checkpoint holds.</source>
   <translation>{path} enthält entpackt weit mehr als ein ParamISP-Checkpoint.</translation>
  </message>
  <message>
   <source>{photo} does not say its exposure time; a bracket cannot be merged without.</source>
   <translation>{photo} nennt seine Belichtungszeit nicht; ohne sie lässt sich eine Belichtungsreihe nicht vereinen.</translation>
  </message>
  <message>
   <source>{photo} does not say its {setting}, but others do; a bracket needs all or none.</source>
   <translation>{photo} nennt keinen Wert für {setting}, andere aber schon; eine Belichtungsreihe braucht alle oder keinen.</translation>
  </message>
  <message>
   <source>{profile} {is_wrong}: colors are shown as sRGB.</source>
   <translation>{profile} {is_wrong}: Farben werden als sRGB gezeigt.</translation>
  </message>
  <message>
   <source>{section} off</source>
   <translation>{section} aus</translation>
  </message>
  <message>
   <source>{section} on</source>
   <translation>{section} an</translation>
  </message>
  <message>
   <source>{section} on or off</source>
   <translation>{section} an oder aus</translation>
  </message>
  <message>
   <source>{setting} cannot be unknown.</source>
   <translation>{setting} kann nicht unbekannt sein.</translation>
  </message>
  <message>
   <source>{setting} goes from {low} to {high}.</source>
   <translation>{setting} geht von {low} bis {high}.</translation>
  </message>
  <message>
   <source>{setting} is known</source>
   <translation>{setting} ist bekannt</translation>
  </message>
  <message>
   <source>{share} of it is only a guess: clipped.</source>
   <translation>{share} davon sind nur geraten: beschnitten.</translation>
  </message>
  <message>
   <source>{share} of it is only a guess: too dark.</source>
   <translation>{share} davon sind nur geraten: zu dunkel.</translation>
  </message>
  <message>
   <source>{share} of it is only a guess: {a} clipped, {b} too dark.</source>
   <translation>{share} davon sind nur geraten: {a} beschnitten, {b} zu dunkel.</translation>
  </message>
  <message>
   <source>{share} of its photosites are clipped.</source>
   <translation>{share} seiner Sensorpunkte sind beschnitten.</translation>
  </message>
  <message>
   <source>{share} of this RAW's photosites are clipped; all else is measured by the camera.</source>
   <translation>{share} der Sensorpunkte dieses RAW sind beschnitten; alles andere hat die Kamera gemessen.</translation>
  </message>
  <message>
   <source>{share} of this RAW's photosites are clipped; all else was estimated from a photo.</source>
   <translation>{share} der Sensorpunkte dieses RAW sind beschnitten; alles andere wurde aus einem Foto geschätzt.</translation>
  </message>
  <message>
   <source>{share} of this photo is estimated: </source>
   <translation>{share} dieses Fotos sind geschätzt: </translation>
  </message>
  <message>
   <source>{share} of what is visible lies outside “{name}”.</source>
   <translation>{share} des Sichtbaren liegen außerhalb von „{name}“.</translation>
  </message>
  <message>
   <source>{size} pixels, {mp} MP</source>
   <translation>{size} Pixel, {mp} MP</translation>
  </message>
  <message>
   <source>{tip} ({key}; off by default)</source>
   <translation>{tip} ({key}; anfangs aus)</translation>
  </message>
  <message>
   <source>{value} as shot</source>
   <translation>{value} wie aufgenommen</translation>
  </message>
  <message>
   <source>{view} is on its way…</source>
   <translation>{view} ist unterwegs…</translation>
  </message>
  <message>
   <source>{what} 0 to 255.</source>
   <translation>{what} 0 bis 255.</translation>
  </message>
  <message>
   <source>{what}; {steps} steps, {day}</source>
   <translation>{what}; {steps} Schritte, {day}</translation>
  </message>
  <message>
   <source>{{{unknown}}} is not known. There are {fields}.</source>
   <translation>{{{unknown}}} ist nicht bekannt. Es gibt {fields}.</translation>
  </message>
  <message>
   <source>“anchored” of the edit has to be true or false.</source>
   <translation>„anchored“ der Bearbeitung muss true oder false sein.</translation>
  </message>
  <message>
   <source>“headroom” of the edit is {value}, not {low:g} to {high:g} EV.</source>
   <translation>„headroom“ der Bearbeitung ist {value}, nicht {low:g} bis {high:g} EV.</translation>
  </message>
  <message>
   <source>“render as”</source>
   <translation>„Entwickeln wie“</translation>
  </message>
  <message>
   <source>“{0}” now holds the present edits.</source>
   <translation>„{0}“ enthält jetzt die jetzige Bearbeitung.</translation>
  </message>
  <message>
   <source>“{camera}” is not in the database: a generic profile is used. Choose the camera if you know it.</source>
   <translation>„{camera}“ ist nicht in der Datenbank: Ein allgemeines Profil wird benutzt. Wählen Sie die Kamera, wenn Sie sie kennen.</translation>
  </message>
  <message>
   <source>“{file}” cannot be read.</source>
   <translation>„{file}“ kann nicht gelesen werden.</translation>
  </message>
  <message>
   <source>“{file}” could not be opened ({reason}).</source>
   <translation>„{file}“ konnte nicht geöffnet werden ({reason}).</translation>
  </message>
  <message>
   <source>“{file}” could not be written ({reason}).</source>
   <translation>„{file}“ konnte nicht geschrieben werden ({reason}).</translation>
  </message>
  <message>
   <source>“{file}” {is_wrong}.</source>
   <translation>„{file}“ {is_wrong}.</translation>
  </message>
  <message>
   <source>“{key}” of the edit is not a set of named values.</source>
   <translation>„{key}“ der Bearbeitung besteht nicht aus benannten Werten.</translation>
  </message>
  <message>
   <source>“{key}” of the edit is not the name of a camera.</source>
   <translation>„{key}“ der Bearbeitung ist nicht der Name einer Kamera.</translation>
  </message>
  <message>
   <source>“{name}” can show every color here.</source>
   <translation>„{name}“ kann hier jede Farbe zeigen.</translation>
  </message>
  <message>
   <source>“{name}” of the edit is {value}, which no camera can be set to.</source>
   <translation>„{name}“ der Bearbeitung ist {value}; darauf lässt sich keine Kamera einstellen.</translation>
  </message>
  <message>
   <source>“{text}” is not a value for {setting}. Write it like {example}.</source>
   <translation>„{text}“ ist kein Wert für {setting}. Schreiben Sie ihn wie {example}.</translation>
  </message>
  <message>
   <source>“{text}” names several cameras: {names}.</source>
   <translation>„{text}“ nennt mehrere Kameras: {names}.</translation>
  </message>
 </context>
</TS>
