"""An emulator of the Numbers API over real HTTP. It shares no code with the client."""
