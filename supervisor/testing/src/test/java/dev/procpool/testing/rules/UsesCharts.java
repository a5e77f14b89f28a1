package dev.procpool.testing.rules;

record UsesCharts(org.knowm.xchart.XYChart chart) {}
