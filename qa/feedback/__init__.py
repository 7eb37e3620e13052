"""What people thought of answers, and what they asked in vain; stored without anything that names them."""
