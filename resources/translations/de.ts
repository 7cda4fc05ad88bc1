<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>ParamISP</name>
  <message>
   <source>
Default: {name}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source> (a plain polynomial, which came nearer than the network)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source> (not better, so not kept)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source> Cancelled: {0} not written.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source> Exposure headroom: set by you; {assumed} was assumed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source> Exposure headroom: {assumed} is assumed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source> min for each direction</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source> px</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source> {0} failed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&amp;About, and what it cannot do</source>
   <translation>&amp;Über das Programm, und was es nicht kann</translation>
  </message>
  <message>
   <source>&amp;Add…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&amp;Calibrate</source>
   <translation>&amp;Kalibrieren</translation>
  </message>
  <message>
   <source>&amp;Calibrate my camera…</source>
   <translation>Meine Kamera &amp;kalibrieren…</translation>
  </message>
  <message>
   <source>&amp;Cameras: render as, compare…</source>
   <translation>&amp;Kameras: entwickeln wie, vergleichen…</translation>
  </message>
  <message>
   <source>&amp;Close photo</source>
   <translation>Foto s&amp;chließen</translation>
  </message>
  <message>
   <source>&amp;Compare</source>
   <translation>&amp;Vergleichen</translation>
  </message>
  <message>
   <source>&amp;Copy edits</source>
   <translation>Bearbeitung &amp;kopieren</translation>
  </message>
  <message>
   <source>&amp;Crop</source>
   <translation>Zus&amp;chneiden</translation>
  </message>
  <message>
   <source>&amp;Deblur…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&amp;Edit</source>
   <translation>&amp;Bearbeiten</translation>
  </message>
  <message>
   <source>&amp;Export…</source>
   <translation>&amp;Exportieren…</translation>
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>&amp;Help</source>
   <translation>&amp;Hilfe</translation>
  </message>
  <message>
   <source>&amp;History</source>
   <translation>&amp;Verlauf</translation>
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>&amp;Loupe</source>
   <translation>&amp;Lupe</translation>
  </message>
  <message>
   <source>&amp;Mark what is estimated</source>
   <translation type="unfinished" />
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
   <source>&amp;Outside the proof's gamut</source>
   <translation>&amp;Außerhalb des Proof-Farbraums</translation>
  </message>
  <message>
   <source>&amp;Panels</source>
   <translation>&amp;Bedienfelder</translation>
  </message>
  <message>
   <source>&amp;Paste edits</source>
   <translation>Bearbeitung &amp;einfügen</translation>
  </message>
  <message>
   <source>&amp;Picture</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&amp;Pin a sampler</source>
   <translation>Messpunkt &amp;setzen</translation>
  </message>
  <message>
   <source>&amp;Quit</source>
   <translation>&amp;Beenden</translation>
  </message>
  <message>
   <source>&amp;Redo</source>
   <translation>&amp;Wiederholen</translation>
  </message>
  <message>
   <source>&amp;Redo: {step}</source>
   <translation>&amp;Wiederholen: {step}</translation>
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
   <source>&amp;Train</source>
   <translation>&amp;Trainieren</translation>
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
   <source>, as shot</source>
   <translation>, wie aufgenommen</translation>
  </message>
  <message>
   <source>0.1 to 60 minutes of training for each direction (default 2).
More helps with more pairs; what does not get better is never kept.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>1 of 2, from the photo to RAW</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>2 of 2, from RAW to the photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>32-bit floats</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A double click resets. Arrow keys and Ctrl+wheel step, Shift steps further.</source>
   <translation>Ein Doppelklick setzt zurück. Pfeiltasten und Strg+Mausrad bewegen, mit Umschalt weiter.</translation>
  </message>
  <message>
   <source>A photo is being opened: try again in a moment.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A quick picture; a finer one follows when nothing moves.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A row of renders over {setting}</source>
   <translation>Eine Reihe von Bildern über {setting}</translation>
  </message>
  <message>
   <source>A snapshot</source>
   <translation>Ein Schnappschuss</translation>
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add a</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add a f&amp;older…</source>
   <translation>&amp;Ordner hinzufügen…</translation>
  </message>
  <message>
   <source>Add a photo, or drop it here.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add photos of the same scene with other exposure times</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Adds the noise that the camera would have recorded at the chosen ISO, beyond that of the shot.
At 100 % as much as was measured of it. At the ISO as shot nothing changes.</source>
   <translation>Fügt das Rauschen hinzu, das die Kamera bei der gewählten ISO-Zahl über das der Aufnahme hinaus gehabt hätte.
Bei 100 % so viel, wie an ihr gemessen wurde. Bei der ISO-Zahl der Aufnahme ändert sich nichts.</translation>
  </message>
  <message>
   <source>Adobe RGB: wide, for printing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Again</source>
   <translation>Noch einmal</translation>
  </message>
  <message>
   <source>All move together, as the profile's maker laid down.</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Also the place (GPS)</source>
   <translation>Auch den Ort (GPS)</translation>
  </message>
  <message>
   <source>Also used when the RAW is estimated from the photo</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Angle {0}°</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>As drawn below</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>As found in the photo</source>
   <translation>Wie im Foto gefunden</translation>
  </message>
  <message>
   <source>As one of ISO, exposure time and aperture moves, another follows, so that the exposure stays:
time follows aperture and ISO, aperture follows time. Default: off. (L)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>As opened</source>
   <translation>Wie geöffnet</translation>
  </message>
  <message>
   <source>As shot: {value}.</source>
   <translation>Wie aufgenommen: {value}.</translation>
  </message>
  <message>
   <source>As the file will be.</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
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
   <source>Before</source>
   <translation>Vorher</translation>
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
   <translation type="unfinished" />
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
   <source>Brightness from the picture's left to its right, 0 to 255 upwards (H: the next scope)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Brightness of the RAW, in stops.</source>
   <translation>Helligkeit des RAW, in Blendenstufen.</translation>
  </message>
  <message>
   <source>Brightness of the bright places only, in stops. Their detail stays.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Brightness of the dark places only, in stops. Their detail stays.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Brightness of the rendered picture at the selected point.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Brightness of the rendered picture: from (across) and to (up), both 0 to 255.
Click to add a point, drag it, Delete or a double click takes it away.
Page keys choose a point, arrows move it, Shift moves it further. Default: straight.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Browse all cameras…</source>
   <translation>Alle Kameras durchsehen…</translation>
  </message>
  <message>
   <source>By the photo's camera</source>
   <translation>Nach der Kamera des Fotos</translation>
  </message>
  <message>
   <source>Calibrate my camera</source>
   <translation>Meine Kamera kalibrieren</translation>
  </message>
  <message>
   <source>Calibration could not be started.</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Checkpoints (*.ckpt *.safetensors *.pt *.pth);;All files (*)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose a folder</source>
   <translation>Ordner wählen</translation>
  </message>
  <message>
   <source>Choose a profile first: View, Soft proof, Profile file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose format, size, colors, metadata and name (Ctrl+E)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose one photo or several (Ctrl+O)</source>
   <translation>Ein Foto oder mehrere wählen (Strg+O)</translation>
  </message>
  <message>
   <source>Choose the ICC profile (.icc, .icm) of a printer, paper or screen</source>
   <translation type="unfinished" />
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
   <source>Click here and press the key that the selected command shall have</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Clipped: the light was at least so bright</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Clipped: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Clipping of the &amp;RAW</source>
   <translation>Beschnitt im &amp;RAW</translation>
  </message>
  <message>
   <source>Clipping of the &amp;picture</source>
   <translation>Beschnitt im &amp;Bild</translation>
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
   <source>Close the re&amp;ference photo</source>
   <translation>Re&amp;ferenzfoto schließen</translation>
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Color space</source>
   <translation>Farbraum</translation>
  </message>
  <message>
   <source>Color without brightness: no color in the middle, stronger colors further out (H: the next scope)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Colors</source>
   <translation>Farben</translation>
  </message>
  <message>
   <source>Colors are converted for a profile from a file (.icc, .icm) of a calibration.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Colors are converted for the profile that the desktop names for this monitor. Default.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Colors are sent to the monitor as they are: right for one that is set to sRGB.</source>
   <translation type="unfinished" />
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
   <source>Compare with another camera: all known cameras</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Compare with it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Compare: &amp;wipe, side by side, off</source>
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
   <source>Crop in the picture (R). Drag the frame or its handles, outside of it to straighten.
Enter applies, Escape cancels, X turns the frame.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Crop tool</source>
   <translation>Zuschneidewerkzeug</translation>
  </message>
  <message>
   <source>Crushed, or so dark that one step of the file is 1/3 EV and more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>DNG: the RAW (.dng)</source>
   <translation type="unfinished" />
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
   <source>Data</source>
   <translation>Daten</translation>
  </message>
  <message>
   <source>Debevec</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Deblur</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Deblurred</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Default: {value}.</source>
   <translation>Voreinstellung: {value}.</translation>
  </message>
  <message>
   <source>Degrees counter-clockwise from rightwards, 0 to 179. Default: 0.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Delete</source>
   <translation>Löschen</translation>
  </message>
  <message>
   <source>Delete	Del</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Delete the selected model, if it is one of your own</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Delete {name} and its card? The file it was imported from stays.</source>
   <translation type="unfinished" />
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
   <source>Display P3: wide, Apple's screens</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Distortion</source>
   <translation>Verzeichnung</translation>
  </message>
  <message>
   <source>Done. It was made from several cameras; choose it by its name.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Done. Photos of the {0} use it from now on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Double click, Delete</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draft</source>
   <translation>Entwurf</translation>
  </message>
  <message>
   <source>Drag the line, or use the arrow keys. Double click: in the middle again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag, arrow keys</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag, double click the line</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draw the way the camera moved in the black field.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drop photos or a folder here</source>
   <translation>Fotos oder einen Ordner hierher ziehen</translation>
  </message>
  <message>
   <source>EV {scene:.1f}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Each goes to the nearest that fits. Default.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Each photo gets a name of its own; a name that is taken gets a number.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Edits for any photo. Point at one to see it. Click or Enter: put it over the present edits.
F2: rename. Delete: delete.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Edits for any photo. What a preset does not say stays as it is.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Edits in the DNG</source>
   <translation>Bearbeitung im DNG</translation>
  </message>
  <message>
   <source>Empty: chosen by the photo's camera.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Enter applies, Escape cancels. Drag outside of the frame to straighten.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Enter, F, Space</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Esti&amp;mate</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Estimated from the photo.</source>
   <translation>Aus dem Foto geschätzt.</translation>
  </message>
  <message>
   <source>Estimates what no photo holds: how bright white places were.
Default: on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Every edit is written to PHOTO.paramisp.json while one works. Off: edits end with the program.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Every step since the photo was opened. Click on one, or take the arrow keys, to go back to it or
forward again; what lies after it stays until you change something. Ctrl+H comes here.</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export a preset</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export a sheet</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
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
   <translation type="unfinished" />
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
   <source>Exported {0} to {1}.</source>
   <translation>{0} nach {1} exportiert.</translation>
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Exposure of the light</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Exposure time</source>
   <translation>Belichtungszeit</translation>
  </message>
  <message>
   <source>Exposure value at ISO 100: log2(N²/t) - log2(ISO/100). How bright a scene these settings are for.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Exposure value {ev}</source>
   <translation>Lichtwert {ev}</translation>
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
   <source>Flip horizontally</source>
   <translation>Waagerecht spiegeln</translation>
  </message>
  <message>
   <source>Flip vertically</source>
   <translation>Senkrecht spiegeln</translation>
  </message>
  <message>
   <source>Focal length</source>
   <translation>Brennweite</translation>
  </message>
  <message>
   <source>Focal length of the lens itself, not the 35 mm equivalent. Renders as the camera would have with such a lens: tone and sharpening. The view and its perspective stay.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Folder</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <source>Folder of RAW+JPEG pairs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>For Camera Raw and Lightroom only: {0}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Format</source>
   <translation>Format</translation>
  </message>
  <message>
   <source>Found: parts of the photo agree on this kernel.</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>From a picture…</source>
   <translation type="unfinished" />
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
   <source>Go on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Going back to RAW…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Going back to the light…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Green</source>
   <translation>Grün</translation>
  </message>
  <message>
   <source>Green to magenta. Higher makes the picture more magenta.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>HDR</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Half floats do for pictures. Default: 16.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Headroom</source>
   <translation type="unfinished" />
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
   <source>Histogram of the shown picture: red, green, blue</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Histogram of the shown picture: red, green, blue.
At 0: {low:.1%}, at 255: {high:.1%} of the pixels.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>History</source>
   <translation>Verlauf</translation>
  </message>
  <message>
   <source>How far the photo's white lies below the white of its RAW, in stops: how dark the estimated RAW is.
No photo shows it; at first it is what the network has learned of such cameras. Double-click: back to that.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How many pixels have which brightness, red, green and blue (H: the next scope)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How many threads the networks use on the CPU. Automatic: one fewer than there are cores.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How much of each step the networks decide: 100 % as they learned it, 0 % the plain formula.
Less than 100 % where that came out better on photos whose RAW is known.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How much of the camera's noise in brightness goes. Look at it at 100 %.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How much of the camera's noise in color goes. Look at it at 100 %.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How much of the corners' darkness goes. 100 % makes them as bright as the lens's middle. Leave it
at 0 % where the camera did it already, as many do in their JPEGs.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How much of the lens's distortion goes. 100 % makes straight lines straight. Leave it at 0 %
where the camera did it already, as many do in their JPEGs.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How strong all colors are. -100 % is black and white.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How strong the pale colors are; colors that are strong already hardly change.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>ISO</source>
   <translation>ISO</translation>
  </message>
  <message>
   <source>ISO, exposure time, aperture and focal length choose how the camera renders: noise reduction, sharpening, tone. They add no depth of field and no motion blur, and noise only by Noise of the ISO.</source>
   <translation type="unfinished" />
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
   <source>In tags that raw programs follow: {0}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In the RAW mosaic: red, green and blue, framed from 800 % and lettered from 1200 %; off: gray values.
Shift+C; on by default</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In the camera browser: render as, favourite, compare</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It failed ({0}).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>JPEG (.jpg)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>JPEG quality</source>
   <translation>JPEG-Qualität</translation>
  </message>
  <message>
   <source>JPEG quality, 50 to 100. Colors keep their full resolution. Default: 95.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>JPEG, PNG and TIFF hold the picture; a DNG the deblurred RAW. Default: JPEG.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>JPEG, PNG, TIFF, HEIC, WebP and camera RAW files</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>JPEG, tone-mapped (.jpg)</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep the present edits for other photos, without crop and camera (Ctrl+Shift+N)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep the values of the place under the cursor in sight, or of the middle of what is visible
(I; up to {most}, none by default)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keeps what the networks lose on the way to RAW and back,
so that an unedited photo shows as itself.
Off: the picture is purely what the learned camera renders.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Kept in {path}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Kernel: what a point of light became</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Kernels (*.png *.tif *.tiff *.bmp *.jpg *.npy)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keys</source>
   <translation>Tasten</translation>
  </message>
  <message>
   <source>Keys other than the usual ones, by command.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Kind of blur</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Language</source>
   <translation>Sprache</translation>
  </message>
  <message>
   <source>Laying the JPEGs over their RAWs…</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Length of the motion</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Length {0} px</source>
   <translation type="unfinished" />
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
   <source>Light</source>
   <translation>Licht</translation>
  </message>
  <message>
   <source>Light from place to place</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Light in the OpenEXR</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Light taken from the whole RAW, in percent of white. Higher makes black deeper.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Light, color and noise edits go into the data, exactly; white balance, crop and turns into tags; the tone curve and lens distortion into what Camera Raw and Lightroom follow. Straightening is left out.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Light, neutral</source>
   <translation>Hell, neutral</translation>
  </message>
  <message>
   <source>Likeness to the camera over time</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Limit of the kernel that is looked for</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Live s&amp;trip over a setting</source>
   <translation>Bilder&amp;reihe über eine Einstellung</translation>
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looks for the kernel in the photo itself: what blurred it alike everywhere.
It takes some seconds; Close stops it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Lossless JPEG: the same values in half the space. Off for programs that cannot read it.
Default: on.</source>
   <translation type="unfinished" />
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
   <source>Luminance noise</source>
   <translation>Helligkeitsrauschen</translation>
  </message>
  <message>
   <source>Made at screen resolution.
Zoom in to see exactly what an export holds.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Magnify what is under the cursor, of any view; tap the key, or hold it (Q; off by default).
Arrow keys move it by 10 pixels, with Shift by 1.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Making {0}…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mark colors that the profile chosen under Soft proof cannot show</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mark photosites at the RAW's white level in the color of their filter</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mark what is clipped (red) and crushed (blue) in the shown picture</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mark where the photo was clipped or too dark, so that its RAW is only estimated</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Megapixels</source>
   <translation>Megapixel</translation>
  </message>
  <message>
   <source>Mertens</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mertens fuses</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mertens fuses pictures and knows no light: choose JPEG or PNG, tone-mapped.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Metadata</source>
   <translation>Metadaten</translation>
  </message>
  <message>
   <source>Method</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Method: ParamISP, Kim et al., CVPR 2024. License: Apache-2.0.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Middle gray</source>
   <translation>Mittelgrau</translation>
  </message>
  <message>
   <source>Million pixels, 0.1 to 1000. Default: 4 MP.</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Names</source>
   <translation>Namen</translation>
  </message>
  <message>
   <source>New key</source>
   <translation>Neue Taste</translation>
  </message>
  <message>
   <source>Next &amp;scope: histogram, waveform, parade, vectorscope, RAW</source>
   <translation>Nächste &amp;Anzeige: Histogramm, Waveform, Parade, Vektorskop, RAW</translation>
  </message>
  <message>
   <source>Next photo, the one before</source>
   <translation>Nächstes Foto, voriges Foto</translation>
  </message>
  <message>
   <source>No camera of this name is known.</source>
   <translation>Keine Kamera dieses Namens ist bekannt.</translation>
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
   <source>No photosite is at the RAW's white level here.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No picture</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Noise</source>
   <translation>Rauschen</translation>
  </message>
  <message>
   <source>Noise of the ISO</source>
   <translation>Rauschen der ISO-Zahl</translation>
  </message>
  <message>
   <source>Not exported: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not here: brushes and masks, retouching, sharpening by hand, colors by hue, black and white, ratings and a photo library.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing in this photo is clipped, crushed or too dark to tell its light.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing of the RAW is edited.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Now</source>
   <translation>Jetzt</translation>
  </message>
  <message>
   <source>Of the visible photosites.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Of the window's texts, from the next start on. Automatic: the system's, where it is translated.</source>
   <translation>Die Sprache der Texte im Fenster, ab dem nächsten Start. Automatisch: die des Systems, wo es eine Übersetzung gibt.</translation>
  </message>
  <message>
   <source>Of what is visible; pale where one or two of red, green and blue are, full where all are.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Off: the photo without what is set under {section}. The values stay.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>On: the learned camera is told this {setting}.
Off: {setting} counts as unknown, and the camera renders without being told.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One photo pixel per screen pixel (Ctrl+1)</source>
   <translation>Ein Fotopixel je Bildschirmpixel (Strg+1)</translation>
  </message>
  <message>
   <source>One photo, or several of one scene with different exposure times.
Drop files here. Delete removes the chosen one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One picture</source>
   <translation>Ein Bild</translation>
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
   <source>Open a folder…</source>
   <translation>Ordner öffnen…</translation>
  </message>
  <message>
   <source>Open a photo from any camera: the RAW it came from is reconstructed, and a learned camera renders it again while you edit. Choose the ISO, the aperture, even the camera to render for; the photo itself is never changed. Export a DNG for raw programs or a finished picture; a RAW made from a JPEG is an estimate, and says so.</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>OpenEXR: light (.exr)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>OpenEXR: linear light, floating point</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Opening {name}…</source>
   <translation>{name} wird geöffnet…</translation>
  </message>
  <message>
   <source>Out of focus</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Outside its gamut</source>
   <translation>Außerhalb seines Farbraums</translation>
  </message>
  <message>
   <source>Own, in RAW</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Own: exposures merged in RAW by their certainty, then the range made to fit.
Debevec: OpenCV's response curve and merge (1997). Mertens: OpenCV's exposure fusion (2007), a picture
without light. One photo gets virtual exposures. Default: own.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>PNG (.png)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>PNG, tone-mapped (.png)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>PNG: the picture, 8 bit, without loss</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>PSNR in dB on a quarter of each photo that is not learned from; higher is better.
Dashed: what a plain polynomial of the color reaches.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Page keys; arrow keys where the whole photo is shown</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Pan</source>
   <translation>Verschieben</translation>
  </message>
  <message>
   <source>Parade of the shown picture</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paste edits</source>
   <translation>Bearbeitung einfügen</translation>
  </message>
  <message>
   <source>Paste to se&amp;lected photos</source>
   <translation>In ausge&amp;wählte Fotos einfügen</translation>
  </message>
  <message>
   <source>Per&amp;ceptual</source>
   <translation>&amp;Perzeptiv</translation>
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Photos (*.jpg *.jpeg *.png *.tif *.tiff *.heic *.heif *.webp);;All files (*)</source>
   <translation>Fotos (*.jpg *.jpeg *.png *.tif *.tiff *.heic *.heif *.webp);;Alle Dateien (*)</translation>
  </message>
  <message>
   <source>Photos of one scene</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Photos to merge</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Photos: one, or a bracket from a tripod</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Photosites at the RAW's white level, edits included.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Photosites in their &amp;filter's color</source>
   <translation>Sensorpunkte in ihrer &amp;Filterfarbe</translation>
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Pictures (*.jpg *.png *.tif)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Pictures are only ever made smaller. Default: full size.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Pixel for pixel what an export holds.</source>
   <translation>Pixel für Pixel, was ein Export enthält.</translation>
  </message>
  <message>
   <source>Pixels across, 5 to 61; the smaller, the surer. Default: 25.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Pixels, 2 to 60. Default: 4.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Point {number}</source>
   <translation>Punkt {number}</translation>
  </message>
  <message>
   <source>Pre&amp;ferences…</source>
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
   <translation>Ein beliebiges anderes Foto neben dieses stellen, in dessen Rahmen eingepasst; es wird nur angesehen (Shift+Y).
Es bleibt, während Sie von Foto zu Foto gehen, bis Sie es hier schließen.</translation>
  </message>
  <message>
   <source>Put everything on this page back to its default</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Put everything under {section} back</source>
   <translation>Alles unter {section} zurücksetzen</translation>
  </message>
  <message>
   <source>Put on the photos selected in the strip</source>
   <translation type="unfinished" />
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
   <source>RAW</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>RAW demosaiced</source>
   <translation>RAW mit allen Farben</translation>
  </message>
  <message>
   <source>RAW files</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>RAW files to learn from</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>RAW files with the camera's JPEG beside them (same name) or inside them.
Drop files or folders here. Delete removes the chosen one.</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>RGB parade: the waveforms of red, green and blue, each over the whole picture.
Lines at 64, 128 and 191. Where a gray lies equally high in all three, it is gray.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Radiance: light (.hdr)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Range: {low} to {high}; other values can be typed, like {example}.</source>
   <translation>Bereich: {low} bis {high}; andere Werte lassen sich eintippen, etwa {example}.</translation>
  </message>
  <message>
   <source>Re&amp;build clipped highlights</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Re&amp;ference photo…</source>
   <translation>Re&amp;ferenzfoto…</translation>
  </message>
  <message>
   <source>Read every model's weights and compare them with the checksum on its card</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reading the weights…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reading {file}…</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
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
   <source>Remove a model</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
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
   <source>Render as: the tone curves measured of that camera or its maker, and what the networks learned of colors. It is not that camera's own firmware.</source>
   <translation type="unfinished" />
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
   <source>Renders as the camera would have at this ISO: how it smooths noise, sharpens and sets the tone. The exposure stays. For its noise, raise “Noise of the ISO” below.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Renders as the camera would have at this exposure time: tone and color of such light, noise and sharpening. The picture is not exposed longer, and motion blur neither comes nor goes.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Renders as the camera would have at this f-number: tone and color of such light, and sharpening. The picture gets no darker, and depth of field stays as it was.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reset</source>
   <translation>Zurück</translation>
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save as &amp;preset</source>
   <translation>Als &amp;Vorgabe speichern</translation>
  </message>
  <message>
   <source>Save edits beside the photo</source>
   <translation>Bearbeitung neben dem Foto speichern</translation>
  </message>
  <message>
   <source>Scores and known limits: Help, Models.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Scores: PSNR in dB, higher is better.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Search commands and keys</source>
   <translation>Befehle und Tasten suchen</translation>
  </message>
  <message>
   <source>Search commands or keys, like “zoom” or “ctrl+e”</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Search {kind}</source>
   <translation>{kind} suchen</translation>
  </message>
  <message>
   <source>Search, like “24-70 2.8”</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Search, like “d7000” or “5d mark ii”</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Seen through “{name}”, {intent}; a click ends it (Shift+P)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Select &amp;all	Ctrl+A</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Select a command to give it another key.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Select photos in the strip first (F6): Ctrl, Shift or Ctrl+A.</source>
   <translation type="unfinished" />
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
   <source>Shadows</source>
   <translation>Schatten</translation>
  </message>
  <message>
   <source>Shadows crushed: {share}</source>
   <translation>Schatten zugelaufen: {share}</translation>
  </message>
  <message>
   <source>Shift+arrow, Page keys</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shot</source>
   <translation>Aufnahme</translation>
  </message>
  <message>
   <source>Show</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show a piece from the middle of the view at 100 % instead of the whole photo: noise and sharpness</source>
   <translation>Statt des ganzen Fotos ein Stück aus der Bildmitte bei 100 % zeigen: Rauschen und Schärfe</translation>
  </message>
  <message>
   <source>Show the picture as the chosen profile's printer or screen could show it (Shift+P; off by default).
U and J mark what is estimated and clipped; Shift+U marks what lies outside the profile's gamut.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show the whole photo (Ctrl+0)</source>
   <translation>Das ganze Foto zeigen (Strg+0)</translation>
  </message>
  <message>
   <source>Shown: {name} (Shift+Y)</source>
   <translation>Zu sehen: {name} (Shift+Y)</translation>
  </message>
  <message>
   <source>Side by side</source>
   <translation>Nebeneinander</translation>
  </message>
  <message>
   <source>Sigma of a Gaussian, 0.3 to 8 pixels. Default: 1.2.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Size</source>
   <translation>Größe</translation>
  </message>
  <message>
   <source>Size of the blur</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Size {0:.1f} px</source>
   <translation type="unfinished" />
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
   <translation>Soft-P&amp;roof</translation>
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
   <source>Source while \ is held</source>
   <translation>Quelle, solange \ gehalten wird</translation>
  </message>
  <message>
   <source>Source while held</source>
   <translation>Quelle, solange gehalten</translation>
  </message>
  <message>
   <source>Space, double click</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>States of this photo that you can come back to.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>States of this photo. Point at one to see it. Click or Enter: go there, as one step.
F2: rename. Delete: delete.</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Straight motion</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Straighten</source>
   <translation>Gerade richten</translation>
  </message>
  <message>
   <source>Strength against noise</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Strength {0:.2g}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stripes over the clipped places, whose light is a guess.
Default: off.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Surround</source>
   <translation>Umgebung</translation>
  </message>
  <message>
   <source>TIFF, 16 bit (.tif)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>TIFF, 32-bit float: light (.tif)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>TIFF: the picture, 16 bit</source>
   <translation>TIFF: das Bild, 16 Bit</translation>
  </message>
  <message>
   <source>Take</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take a &amp;snapshot</source>
   <translation>&amp;Schnappschuss machen</translation>
  </message>
  <message>
   <source>Take again: as the photo is now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take in a checkpoint file: an official ParamISP one (.ckpt) or one of this program (.safetensors)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take snapshot</source>
   <translation>Schnappschuss machen</translation>
  </message>
  <message>
   <source>Take the chosen photos off the list (Delete)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take this value</source>
   <translation>Diesen Wert nehmen</translation>
  </message>
  <message>
   <source>Take {0} again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take {setting} {value}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Taken in: {names}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Taken {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Temperature</source>
   <translation>Farbtemperatur</translation>
  </message>
  <message>
   <source>Temperature of the light that comes out neutral. Higher makes the picture warmer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Than {value}: {light:+.1f} % brightness, pixels change by {mean:.1f} % on average</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The RAW as it was reconstructed</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>The RAW with all colors, before the camera's rendering</source>
   <translation>Das RAW mit allen Farben, vor der Entwicklung der Kamera</translation>
  </message>
  <message>
   <source>The RAW with the edits</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The RAW's light (scene-linear)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The RAW's light reaches beyond sRGB; a wider space holds it in positive numbers.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The RAW's values in EV below its white level, edits included (H: the next scope)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The camera that took the photo: its measured color matrix and sensor pattern
are used to estimate the RAW.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The camera's own RAW.</source>
   <translation>Das RAW der Kamera selbst.</translation>
  </message>
  <message>
   <source>The colors are converted to it, and its profile goes into the file. Default: sRGB.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The desktop's monitor profile</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The edits were copied; crop and camera stay with their photo.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The export of {0} was cancelled; nothing was written.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file does not say which way it runs.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file holds both directions. Which one do you want?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file's name without its ending. In braces:
</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The finished picture, its range made to fit</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The folder cannot be read: {0}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The folder last used</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The kernel was not looked for to the end.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The learned camera is still loading.</source>
   <translation>Die gelernte Kamera wird noch geladen.</translation>
  </message>
  <message>
   <source>The learned camera renders within sRGB: a wider space holds the same colors, converted.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The lens that took the photo, by which the two are corrected. Default: as the photo tells.
The list begins with the lenses of the photo's camera.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The light at a chosen exposure: look into highlights and shadows</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The light to make neutral: as the camera chose it, or one of its own presets.
Default: as shot.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The longer side, 16 to 65500 pixels. Default: 2048 px.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The loupe's next magnification, in screen pixels per photo pixel (Shift+Q; 200 % by default).
From 400 % the RAW mosaic's photosites are framed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model was trained on {low} to {high}; the shaded rest is a guess.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The models are still loading.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The models at work</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The mosaic of the reduced photo.
Zoom to 100 % for the sensor's own.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The name may hold letters, digits, - and _.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The networks know cameras in general. From 1 to 20 photos that your camera saved as RAW and JPEG at once they learn yours: how it exposes, its tone curve, colors, sharpening and the corners of its lens. Take pictures of different light and colors. The photos stay here and are not changed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The opened photo itself is never overwritten. Choose another name.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The part that is looked at</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The photo as it is in the file</source>
   <translation>Das Foto, wie es in der Datei ist</translation>
  </message>
  <message>
   <source>The photo as {0} cameras…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The photo does not name its camera: a generic profile is used. Choose the camera if you know it.</source>
   <translation type="unfinished" />
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
   <source>The picture's light</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The picture's light: what the rendered picture shows, without its sRGB curve, 0 to 1.
The RAW's light: as the scene was, white at 1, brighter places beyond it, colors outside sRGB kept;
without the learned rendering and the tone curve. Default: the picture's.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The rendering for other shot settings is not part of a DNG.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The same camera</source>
   <translation>Dieselbe Kamera</translation>
  </message>
  <message>
   <source>The selected command gets its usual keys back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The selected command gets this key in place of its own</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The selected command gets this key too</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The selected command has no key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The sheet was cancelled; nothing was written.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The strip shows where there is more than one photo.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The visible part of the RAW before white balance: red, green and blue photosites by EV.
0 is the white level; the yellow line is where values are clipped.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Theme</source>
   <translation>Farbschema</translation>
  </message>
  <message>
   <source>Then click on something that should be gray (W). Escape cancels.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There are no copied edits to paste: copy some with Ctrl+C on another photo first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There are no photos in that folder.</source>
   <translation>In diesem Ordner sind keine Fotos.</translation>
  </message>
  <message>
   <source>There is no RAW to look at until the learned camera is loaded.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no folder {path}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no such folder.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>These choose how the learned camera renders: noise reduction, sharpening and tone as it learned them. No new depth of field or motion blur appears.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This RAW is the camera's own and nothing in it is clipped: all of it is measured.</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>This photo as every known camera would render it, favourites, comparison (C)</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>To RAW</source>
   <translation type="unfinished" />
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
   <source>Turn left</source>
   <translation>Nach links drehen</translation>
  </message>
  <message>
   <source>Turn right</source>
   <translation>Nach rechts drehen</translation>
  </message>
  <message>
   <source>Turns photos back into RAW with a learned inverse camera, and renders RAW with a learned camera that follows ISO, exposure time, aperture and focal length.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Turns the picture clockwise. The crop keeps inside the photo.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Two pictures: wipe or side by side (Y)</source>
   <translation>Zwei Bilder: Schieber oder nebeneinander (Y)</translation>
  </message>
  <message>
   <source>Ultra HDR (.jpg)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ultra HDR: a JPEG any program shows, and HDR screens show brighter. OpenEXR, Radiance and TIFF hold
scene-linear light in floating point. Default: Ultra HDR.</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Undo</source>
   <translation>Rückgängig</translation>
  </message>
  <message>
   <source>Unknown lens</source>
   <translation>Unbekanntes Objektiv</translation>
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>Vectorscope, Cb to the right and Cr upwards (Rec. 709): gray in the middle.
Small squares: full red, yellow, green, cyan, blue and magenta.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Verify all</source>
   <translation type="unfinished" />
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
   <source>Wave</source>
   <translation>Wellen</translation>
  </message>
  <message>
   <source>Waveform of the shown picture</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Waveform of the shown picture: from its left to its right, 0 at the bottom, 255 at the top.
Lines at 64, 128 and 191. Brighter where more pixels are.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What a point of light became. Draw the way the camera moved; a slower part is drawn
slower. Delete clears it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What blurred the photo. Default: the camera or the thing moved straight.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What else can be done with {0}; also by a right click</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What is &amp;estimated</source>
   <translation>Was &amp;geschätzt ist</translation>
  </message>
  <message>
   <source>What it cannot do</source>
   <translation>Was es nicht kann</translation>
  </message>
  <message>
   <source>What kind of file is written. Default: JPEG.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What rendered the last picture, and how long that took.</source>
   <translation>Was das letzte Bild gerechnet hat, und wie lange das dauerte.</translation>
  </message>
  <message>
   <source>What that brightness becomes.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What the message offers to do</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What the networks run on. Automatic: the graphics card where it works.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What the viewer's colors are converted to. Automatic: the profile that the desktop names.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What they were trained on, and their scores: Help, Models.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Wheel</source>
   <translation>Mausrad</translation>
  </message>
  <message>
   <source>Where exports are proposed. Empty: the folder last used.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Where the file is written to. It has to exist.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Where the photo was taken, if it says so. Default: on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Where your own models lie</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Which RAW is written. Default: with the edits.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Which model is used. By the camera: one calibrated for it, else the shipped one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>White</source>
   <translation>Weiß</translation>
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
   <source>Wipe</source>
   <translation>Schieber</translation>
  </message>
  <message>
   <source>Without any edits. The learned rendering, ISO and aperture included, is never part of a DNG.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Written: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your camera</source>
   <translation>Ihre Kamera</translation>
  </message>
  <message>
   <source>Zoom &amp;in</source>
   <translation>Ver&amp;größern</translation>
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>as reconstructed</source>
   <translation>wie rekonstruiert</translation>
  </message>
  <message>
   <source>at most </source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>automatic</source>
   <translation>automatisch</translation>
  </message>
  <message>
   <source>black</source>
   <translation>schwarz</translation>
  </message>
  <message>
   <source>cameras</source>
   <translation>Kameras</translation>
  </message>
  <message>
   <source>cannot
be read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>cannot be read</source>
   <translation>kann nicht gelesen werden</translation>
  </message>
  <message>
   <source>clipped in the {file}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>clipped, left white</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>crushed or too dark for its {bits} bits</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>file</source>
   <translation>Datei</translation>
  </message>
  <message>
   <source>for</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>full size</source>
   <translation>volle Größe</translation>
  </message>
  <message>
   <source>it ended without a word.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>left to the desktop</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>lenses</source>
   <translation>Objektive</translation>
  </message>
  <message>
   <source>linear {0}</source>
   <translation>linear {0}</translation>
  </message>
  <message>
   <source>my-camera</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>none</source>
   <translation>keine</translation>
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
   <translation type="unfinished" />
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
   <source>one photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>open</source>
   <translation type="unfinished" />
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
   <source>pasted edits</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>sRGB, not converted</source>
   <translation>sRGB, nicht umgerechnet</translation>
  </message>
  <message>
   <source>sRGB: right everywhere</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>to {0}</source>
   <translation type="unfinished" />
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
   <translation type="unfinished" />
  </message>
  <message>
   <source>use</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>with the edits</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} and {1}, the line at {2} %</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is one of the photos; it would be overwritten.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is the photo itself; it would be overwritten.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} of {1}: {2}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} pairs found, the last: {1}, {2}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} photos merged</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} photos were changed. Edits they had are a snapshot of each.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} still to be exported. Quit without them?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0}, as there is a {1} already</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0}: {1:.1f} dB like your camera, {2:.1f} dB at the start</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0}: {1:.1f} dB, was {2:.1f} dB{3}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0}; light up to {1:+.1f} EV above white; {2:.2g} % of the picture {3}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{a} {clipped}, {b} {dark}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{camera} (its own)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{key} belongs to “{owner}”, which would lose it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{kind} White balance: {source}.</source>
   <translation>{kind} Weißabgleich: {source}.</translation>
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
   <source>{name} (missing)</source>
   <translation>{name} (fehlt)</translation>
  </message>
  <message>
   <source>{name} was deleted.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} – ParamISP Studio</source>
   <translation>{name} – ParamISP Studio</translation>
  </message>
  <message>
   <source>{name}: all known {kind}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{profile} {is_wrong}: colors are shown as sRGB.</source>
   <translation type="unfinished" />
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
   <source>{share} of this RAW's photosites are clipped; all else is measured by the camera.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{share} of this photo is estimated: </source>
   <translation>{share} dieses Fotos sind geschätzt: </translation>
  </message>
  <message>
   <source>{share} of what is visible lies outside “{name}”.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{size} pixels, {mp} MP</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{tip} ({key}; off by default)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{value} as shot</source>
   <translation>{value} wie aufgenommen</translation>
  </message>
  <message>
   <source>{view} is on its way…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{what} 0 to 255.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>“render as”</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>“{0}” now holds the present edits.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>“{camera}” is not in the database: a generic profile is used. Choose the camera if you know it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>“{file}” cannot be read.</source>
   <translation>„{file}“ kann nicht gelesen werden.</translation>
  </message>
  <message>
   <source>“{name}” can show every color here.</source>
   <translation>„{name}“ kann hier jede Farbe zeigen.</translation>
  </message>
  <message>
   <source>“{text}” is not a value for {setting}. Write it like {example}.</source>
   <translation>„{text}“ ist kein Wert für {setting}. Schreiben Sie ihn wie {example}.</translation>
  </message>
 </context>
</TS>
