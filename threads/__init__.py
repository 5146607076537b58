"""The ground floor: what a thread is. No Telegram, no SQL, no clock."""
