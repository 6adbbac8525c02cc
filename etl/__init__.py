"""From workbooks and decisions to a published warehouse; never imports metrics or pages."""
