"""What comes in over HTTP: one adapter a file, each speaking the language of the phones and apps that exist.

An adapter turns bytes into fixes or reports in WGS-84 and real time, and asks the office to take them. Nothing here
changes the city by itself.
"""
