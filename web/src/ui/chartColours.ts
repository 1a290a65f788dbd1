export type ChartColours = { surface: string; gain: string; loss: string; series: readonly string[] };

/**
 * Okabe and Ito's colours, moved until every two of a series differ for every kind of colour vision and each stands out
 * from the surface. web/test/chartColours.test.ts works it out: CIE 1976 difference of 20 at least as seen with protanopia,
 * deuteranopia and tritanopia (Machado, Oliveira and Fernandes 2009), contrast of 3 to 1 at least (WCAG 2.2, 1.4.11).
 */
export const chartColours: { light: ChartColours; dark: ChartColours } = {
  light: {
    surface: "#ffffff",
    gain: "#0072b2",
    loss: "#d55e00",
    series: ["#0066a5", "#d97d00", "#02a955", "#ba7fa9", "#9e601d", "#5990ff", "#664c24", "#666666"],
  },
  dark: {
    surface: "#171f27",
    gain: "#56b4e9",
    loss: "#f0a33f",
    series: ["#51ddea", "#dc9700", "#1c9971", "#985c9b", "#fffb3c", "#bb4f1f", "#9c96f5", "#b7fa91"],
  },
};
