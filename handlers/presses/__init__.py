"""Presses of managing: what each button stands for, by feature."""
