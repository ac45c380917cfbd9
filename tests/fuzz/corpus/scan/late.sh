#!/bin/sh
%PDF-1.7
